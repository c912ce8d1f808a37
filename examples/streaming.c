/* SPDX-License-Identifier: MIT */
/* Content as it comes: read a response from standard input in small pieces and write its content, without the chunked
 * coding, to standard output. Memory stays at one buffer, however large the content.
 *
 *   streaming < response > content */
#include <h1/h1.h>
#include <stdio.h>
#include <string.h>

enum { FIELDS = 100, PIECE = 7, ROOM = 65537 }; /* h1_default_limits.head + 1: no head finds the buffer too small */

typedef struct input {
    uint8_t buf[ROOM];
    size_t len; /* bytes that arrived and are not done with */
    bool end;
} input;

/* Bytes that are done with make room for those to come: offsets don't mind that the rest moves. */
static void drop(input *in, size_t used)
{
    memmove(in->buf, in->buf + used, in->len - used);
    in->len -= used;
}

static void read_piece(input *in)
{
    size_t room = sizeof in->buf - in->len;
    size_t got = fread(in->buf + in->len, 1, room < PIECE ? room : PIECE, stdin);

    in->len += got;
    in->end = got == 0;
}

int main(void)
{
    static input in;
    h1_stream s;
    h1_field fields[FIELDS];
    h1_event ev;

    h1_stream_init(&s, H1_RESPONSES, H1_STRICT, NULL);
    h1_stream_fields(&s, fields, FIELDS);
    h1_stream_expect(&s, H1_TO_OTHER); /* the answer to a GET */
    do {
        size_t used = h1_next(&s, in.buf, in.len, in.end, &ev);
        if (ev.type == H1_DATA)
            fwrite(in.buf + ev.data.at, 1, ev.data.len, stdout);
        drop(&in, used);
        if (ev.type == H1_MORE)
            read_piece(&in);
    } while (ev.type != H1_CLOSED && ev.type != H1_INCOMPLETE && ev.type != H1_REFUSED && ev.type != H1_TUNNEL);
    if (ev.type == H1_REFUSED)
        fprintf(stderr, "refused: %s\n", h1_rule_name(ev.fault.rule).text);
    if (ev.type == H1_INCOMPLETE)
        fprintf(stderr, "the connection ended inside the message\n");
    return ev.type == H1_CLOSED ? 0 : 1;
}
