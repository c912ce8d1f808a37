# SPDX-License-Identifier: MIT
# h1 check -i: what passes on an interface, in a network namespace of its own.
export H1_CASES=/nonexistent
user=()
[ "$(id -u)" -eq 0 ] || user=(--user --map-root-user)
if ! unshare "${user[@]}" --net true 2> /dev/null; then
    echo "skipped: no network namespace can be made here"
    exit 0
fi
cat > talk.py <<'PYTHON'
import socket, sys, time
time.sleep(float(sys.argv[1]))
server = socket.create_server(("127.0.0.1", 8080))
client = socket.create_connection(("127.0.0.1", 8080))
client.sendall(b"GET / HTTP/1.1\r\nHost : h\r\n\r\n")
accepted, _ = server.accept()
accepted.recv(1000)
accepted.sendall(b"HTTP/1.1 400 Bad\r\nContent-Type: text/plain\r\nContent-Length: 3\r\nDate: Fri, 02 Jan 2026 03:04:05 GMT\r\n\r\nbad")
client.recv(1000)
client.close()
accepted.close()
PYTHON
cat > inside <<'SCRIPT'
ip link set lo up
python3 talk.py 0.5 &
timeout 20 h1 check -i lo 'tcp port 8080' --duration 2s | sed 's/:[0-9]* > /:PORT > /; s/[0-9]* packets/N packets/'
echo "= ${PIPESTATUS[0]}, for two seconds"
timeout 20 h1 check -i lo --duration 0.1 --filter 'tcp port 1'
echo "= $?, nothing came"
h1 check -i lo > out 2> err &
process=$!
python3 talk.py 0.5
sleep 0.5
kill -INT "$process"
wait "$process"
echo "= $?, and SIGINT"
tail -n 2 out | sed 's/[0-9]* packets/N packets/'
cat err
timeout 20 h1 check -i no-such-interface
echo "= $?, no such interface"
timeout 20 h1 check -i lo 'tcp port'
echo "= $?, a wrong filter"
SCRIPT
unshare "${user[@]}" --net bash inside
