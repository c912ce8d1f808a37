// SPDX-License-Identifier: MIT
// Go's net/http as a subject: its readers of requests and responses. It keeps fields by name and takes some out, so it
// can't tell field lines. It reads from a stream, of which each read returns a piece.
package main

import (
	"bufio"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"runtime"
)

// The content, and what else is known of a message.
func tell(m object, body io.Reader, major, minor int, close bool) (object, error) {
	hash := sha256.New()
	size, err := io.Copy(hash, body)
	m["version"], m["keep"] = fmt.Sprintf("%d.%d", major, minor), !close
	m["body_size"], m["body_sha256"] = size, fmt.Sprintf("%x", hash.Sum(nil))
	return m, err
}

func readRequest(in *bufio.Reader) (object, error) {
	r, err := http.ReadRequest(in)
	if err != nil {
		return nil, err
	}
	return tell(object{"method": r.Method, "target": r.RequestURI}, r.Body, r.ProtoMajor, r.ProtoMinor, r.Close)
}

func readResponse(in *bufio.Reader, method string) (object, error) {
	r, err := http.ReadResponse(in, &http.Request{Method: method})
	if err != nil {
		return nil, err
	}
	return tell(object{"status": r.StatusCode}, r.Body, r.ProtoMajor, r.ProtoMinor, r.Close)
}

func play(q question, in *bufio.Reader) (messages []object, err error) {
	for finals, m := 0, (object)(nil); err == nil; {
		if _, end := in.Peek(1); end != nil || q.tunnel(messages) {
			return messages, nil
		}
		if q.Side == "response" {
			m, err = readResponse(in, q.method(finals))
		} else {
			m, err = readRequest(in)
		}
		if err == nil {
			messages = append(messages, m)
			if status, _ := m["status"].(int); status >= 200 || status == 101 {
				finals++
			}
		}
	}
	return messages, err
}

func main() { talk("net/http", runtime.Version(), play) }
