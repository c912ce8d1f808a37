// SPDX-License-Identifier: MIT

// Puts Go's net/http under `h1 conform --client`: net_http URL URL2 [METHOD]. Build it first: go build net_http.go
package main

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"strings"
)

func ask(client *http.Client, method, url string) (status int, body []byte, err error) {
	content := map[string]string{"POST": "ok"}[method]
	request, err := http.NewRequest(method, url, strings.NewReader(content))
	if err != nil {
		return 0, nil, err
	}
	response, err := client.Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer response.Body.Close()
	body, err = io.ReadAll(response.Body)
	return response.StatusCode, body, err
}

func main() {
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	client := &http.Client{Transport: &http.Transport{}, CheckRedirect: stay}
	for _, url := range os.Args[1:3] {
		status, body, err := ask(client, strings.Join(os.Args[3:], ""), url)
		said := map[string]any{"status": status, "body_base64": body, "error": nil}
		if err != nil {
			said["error"] = err.Error()
		}
		json.NewEncoder(os.Stdout).Encode(said)
	}
}
