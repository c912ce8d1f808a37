# SPDX-License-Identifier: MIT
# h1 send and h1 receive on the loopback: what they print and how they end. transfer.py tries the rest.
run h1 send
run h1 send --to nowhere a
run h1 send --to ::1:80 a
run h1 send --to :80 a
run h1 send --to 127.0.0.1:65536 a
run h1 send --to 127.0.0.1:1 --meta a a
run h1 send --to 127.0.0.1:1 --meta =b a
run h1 send --to 127.0.0.1:1 --meta file_size=1 a
run h1 send --to 127.0.0.1:1 --meta a=1 --meta b=2 --meta a=3 a
run h1 receive
run h1 receive --listen 127.0.0.1:0
run h1 receive --listen 127.0.0.1 --dir .
run h1 receive --listen 127.0.0.1:0 --dir missing
run h1 receive --listen 192.0.2.1:0 --dir .
run h1 receive --listen 127.0.0.1:0 --dir . --max-clients 0
run h1 receive --listen 127.0.0.1:0 --dir . word

mkdir in files
timeout 60 h1 receive --listen 127.0.0.1:0 --dir in --max-size 1000 > log 2>&1 &
receiver=$!
for _ in $(seq 100); do [ -s log ] && break; sleep 0.05; done
to=$(sed -n '1s|^listening on h1frame://||p' log)
cd files || exit 1
printf hello > a.txt
: > empty
head -c 1001 /dev/zero > large
printf x > "$(printf 'bad\tname')"
ln -s missing dangling
mkdir folder
send() { run h1 send "$@" | sed "s/$to/ADDRESS/"; }
to_it() { send --to "$to" "$@"; }
to_it a.txt empty ../files/a.txt
to_it large
to_it a.txt large empty
to_it missing folder dangling "$(printf 'bad\tname')" a.txt
rm run.*
choose() {
    h1 send --to "$to" 2>&1
    echo "= $?"
}
printf '4\n1,x\n0\n1 1\n2 , 1\n' | choose
printf '\n' | choose
choose < /dev/null
(mkdir ../none && cd ../none && h1 send --to "$to"; echo "= $?, an empty folder")
kill -TERM "$receiver"
wait "$receiver"
echo "= $?, the receiver, told to end"
cd .. && sort in/a.txt in/a-1.txt && ls -A in
sed 's/127\.0\.0\.1:[0-9]*/ADDRESS/' log
run h1 send --to "$to" files/a.txt | sed "s/$to/ADDRESS/"
