// SPDX-License-Identifier: MIT
// Go's net/http as a subject: its readers of requests and responses; of requests its server has a say, too. It keeps
// fields by name and takes some out, so it can't tell field lines.
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

func read(in *bufio.Reader, response bool, method string) (object, error) {
	if !response {
		if r, err := http.ReadRequest(in); err != nil {
			return nil, err
		} else {
			return tell(object{"method": r.Method, "target": r.RequestURI}, r.Body, r.ProtoMajor, r.ProtoMinor, r.Close)
		}
	}
	r, err := http.ReadResponse(in, &http.Request{Method: method})
	if err != nil {
		return nil, err
	}
	return tell(object{"status": r.StatusCode}, r.Body, r.ProtoMajor, r.ProtoMinor, r.Close)
}

func play(q question, p pieces) (messages []object, err error) {
	in, finals := bufio.NewReader(&pieces{bytes: p.bytes, cuts: p.cuts}), 0
	for _, end := in.Peek(1); end == nil && err == nil && !q.tunnel(messages); _, end = in.Peek(1) {
		var m object
		if m, err = read(in, q.Side == "response", q.method(finals)); err == nil {
			messages = append(messages, m)
			if status, _ := m["status"].(int); status >= 200 || status == 101 {
				finals++
			}
		}
	}
	if refused := serve(p); err == nil && q.Side == "request" && refused != io.EOF && refused != io.ErrUnexpectedEOF {
		err = refused
	}
	return messages, err
}

func main() { talk("net/http", runtime.Version(), play) }
