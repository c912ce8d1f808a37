// SPDX-License-Identifier: MIT
// What subjects in Go share: the subject protocol (README.md) on standard input and output.
package main

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"io"
	"os"
)

type object map[string]interface{}

type question struct {
	Hello, End bool
	Side       string
	Methods    *[]string
	Tunnels    *[]int
	Cuts       []int
	File_size  int
}

// Bytes that arrive in pieces.
type pieces struct {
	bytes []byte
	at    int
	cuts  []int
}

func (p *pieces) Read(into []byte) (int, error) {
	if p.at == len(p.bytes) {
		return 0, io.EOF
	}
	for len(p.cuts) > 0 && p.cuts[0] <= p.at {
		p.cuts = p.cuts[1:]
	}
	end := len(p.bytes)
	if len(p.cuts) > 0 {
		end = p.cuts[0]
	}
	n := copy(into, p.bytes[p.at:end])
	p.at += n
	return n, nil
}

// The method that a response answers: GET where nothing is known.
func (q question) method(i int) string {
	if q.Methods == nil || i >= len(*q.Methods) {
		return "GET"
	}
	return (*q.Methods)[i]
}

// Does a tunnel follow the last of the messages?
func (q question) tunnel(messages []object) bool {
	i := len(messages) - 1
	if q.Tunnels == nil || q.Side == "response" {
		return i >= 0 && messages[i]["method"] == "CONNECT"
	}
	for _, k := range *q.Tunnels {
		if k == i {
			return true
		}
	}
	return false
}

func verdict(q question, messages []object, err error) object {
	said := object{"verdict": "accept", "messages": messages}
	if messages == nil {
		said["messages"] = []object{}
	}
	if err == io.ErrUnexpectedEOF || err == io.EOF {
		said["verdict"] = "incomplete"
	} else if err != nil {
		said["verdict"], said["why"] = "refuse", err.Error()
	}
	if !q.End && said["verdict"] != "refuse" {
		said["verdict"] = "more"
	}
	return said
}

func talk(name, version string, play func(question, *bufio.Reader) ([]object, error)) {
	fills := []string{"method", "target", "version", "status", "body_size", "body_sha256", "keep"}
	for header := make([]byte, 8); ; {
		if _, err := io.ReadFull(os.Stdin, header); err != nil {
			return
		}
		var q question
		text := make([]byte, binary.BigEndian.Uint32(header[4:]))
		io.ReadFull(os.Stdin, text)
		json.Unmarshal(text, &q)
		payload := make([]byte, q.File_size)
		io.ReadFull(os.Stdin, payload)
		said := object{"subject": name, "version": version, "fills": fills}
		if !q.Hello {
			messages, err := play(q, bufio.NewReader(&pieces{bytes: payload, cuts: q.Cuts}))
			said = verdict(q, messages, err)
		}
		text, _ = json.Marshal(said)
		binary.BigEndian.PutUint32(header[4:], uint32(len(text)))
		os.Stdout.Write(append(append([]byte{}, header...), text...))
	}
}
