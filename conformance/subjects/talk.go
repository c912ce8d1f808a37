// SPDX-License-Identifier: MIT
// What subjects in Go share: the subject protocol (README.md) on standard input and output, and a server for bytes.
package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"time"
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

// The same bytes as a connection, for servers: it ends behind them, and keeps what is written.
type connection struct {
	pieces
	written bytes.Buffer
	closed  chan bool
	once    sync.Once
}

func (c *connection) Write(more []byte) (int, error)     { return c.written.Write(more) }
func (c *connection) Close() error                       { c.once.Do(func() { close(c.closed) }); return nil }
func (c *connection) LocalAddr() net.Addr                { return &net.TCPAddr{} }
func (c *connection) RemoteAddr() net.Addr               { return &net.TCPAddr{} }
func (c *connection) SetDeadline(t time.Time) error      { return nil }
func (c *connection) SetReadDeadline(t time.Time) error  { return nil }
func (c *connection) SetWriteDeadline(t time.Time) error { return nil }

// A listener with one connection; it fails once that is closed.
type listener struct {
	one  *connection
	gone bool
}

func (l *listener) Accept() (net.Conn, error) {
	if !l.gone {
		l.gone = true
		return l.one, nil
	}
	<-l.one.closed
	return nil, io.EOF
}
func (l *listener) Close() error   { return nil }
func (l *listener) Addr() net.Addr { return &net.TCPAddr{} }

// The server's own refusals of requests that its reader has taken.
func serve(p pieces) error {
	c := &connection{pieces: p, closed: make(chan bool)}
	handler := func(w http.ResponseWriter, r *http.Request) { io.Copy(io.Discard, r.Body) }
	http.Serve(&listener{one: c}, http.HandlerFunc(handler))
	for said := bufio.NewReader(&c.written); ; {
		r, err := http.ReadResponse(said, nil)
		if err != nil || r.StatusCode >= 400 {
			if err == nil {
				err = errors.New(r.Status)
			}
			return err
		}
	}
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

func talk(name, version string, play func(question, pieces) ([]object, error)) {
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
			messages, err := play(q, pieces{bytes: payload, cuts: q.Cuts})
			said = verdict(q, messages, err)
		}
		if text, _ = json.Marshal(said); len(text) > 65536 {
			delete(said, "messages")
			text, _ = json.Marshal(said)
		}
		binary.BigEndian.PutUint32(header[4:], uint32(len(text)))
		os.Stdout.Write(append(append([]byte{}, header...), text...))
	}
}
