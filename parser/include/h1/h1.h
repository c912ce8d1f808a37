/* SPDX-License-Identifier: MIT */
/* libh1: a strict HTTP/1.x message parser.
 *
 * It does no I/O and allocates nothing. The caller owns every buffer; the parser reads bytes and answers with events
 * that point into them. An h1_stream reads one direction of a connection, an h1_conn couples two. Every refusal names a
 * rule (rules/rules.def), the bytes at fault and, through the rule, an RFC clause.
 *
 * Offsets are counted, never pointers: a buffer may move between calls. Spans are 32 bits wide and count from the first
 * byte of the buffer of the call that returned them; offsets in a stream are 64 bits wide.
 *
 * A whole reader:
 *
 *     h1_stream s;
 *     h1_field fields[100];
 *     h1_stream_init(&s, H1_REQUESTS, H1_STRICT, NULL);
 *     h1_stream_fields(&s, fields, 100);
 *     for (;;) {
 *         h1_event ev;
 *         size_t used = h1_next(&s, buf, len, end, &ev);
 *         ... act on ev.type; its spans count from buf[0] ...
 *         buf += used; len -= used;
 *         if (ev.type == H1_MORE)
 *             ... read more bytes behind the len that are left ...
 *     }
 */
#ifndef H1_H1_H
#define H1_H1_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rules/rules.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- What varies: limits ------------------------------------------------------------------------------------- */

/* Limits of one direction. There are no leniency flags: what is refused is the grammar's choice and nobody's option.
 * A line is counted without its line end, a head or trailer section with all its bytes, without the empty lines before
 * it. A message beyond a limit is refused at the first byte beyond, with a rule that names the limit. */
typedef struct h1_limits {
    uint16_t start_line; /* bytes in a start-line */
    uint16_t target;     /* bytes in a request-target */
    uint16_t field_line; /* bytes in a field line, with its folds */
    uint16_t fields;     /* field lines in one section */
    uint32_t head;       /* bytes in a head */
    uint32_t trailers;   /* bytes in a trailer section */
    uint32_t chunk_ext;  /* bytes from chunk-size to CRLF over all chunks of a body; digits of one chunk-size */
    uint8_t empty_lines; /* empty lines before a request-line */
    bool http09;         /* take an HTTP/0.9 request: one, and nothing after it */
} h1_limits;

/* What h1_stream_init() uses where it is given none: 8192, 8000, 8192, 100, 65536, 8192, 4096, 8, no HTTP/0.9. */
extern H1_API const h1_limits h1_default_limits;

/* ---- What comes out: spans, fields, heads, events -------------------------------------------------------------- */

/* Bytes of the buffer of the call that returned it. */
typedef struct h1_span {
    uint32_t at;  /* offset from buf[0] */
    uint32_t len; /* bytes */
} h1_span;

/* Field names that decide framing, routing or the connection. All others are H1_FIELD_OTHER: comparing names is left to
 * whoever asks. */
typedef enum h1_field_id {
    H1_FIELD_OTHER = 0,
    H1_FIELD_HOST,
    H1_FIELD_CONNECTION,
    H1_FIELD_CONTENT_LENGTH,
    H1_FIELD_TRANSFER_ENCODING,
    H1_FIELD_EXPECT,
    H1_FIELD_UPGRADE,
} h1_field_id;

/* Bits of h1_field.flags. */
enum {
    H1_FIELD_FOLDED = 1 << 0, /* the value holds line folds: each CRLF and the white space around it reads as one SP */
    H1_FIELD_DIRTY = 1 << 1,  /* audit: the value holds NUL or bare CR, each of which reads as SP */
};

/* One field line: 16 bytes. The value is without the optional white space around it. */
typedef struct h1_field {
    uint32_t name_at;
    uint16_t name_len;
    uint8_t id;    /* h1_field_id */
    uint8_t flags; /* H1_FIELD_ bits */
    uint32_t value_at;
    uint32_t value_len;
} h1_field;

/* The four forms of a request-target, RFC 9112 section 3.2. */
typedef enum h1_form {
    H1_FORM_NONE = 0, /* a response, or audit: a target that has none of the four */
    H1_FORM_ORIGIN,
    H1_FORM_ABSOLUTE,
    H1_FORM_AUTHORITY,
    H1_FORM_ASTERISK,
} h1_form;

/* How the end of a message is found, RFC 9112 section 6.3. */
typedef enum h1_framing {
    H1_FRAMING_NONE = 0,  /* the message ends with its head */
    H1_FRAMING_LENGTH,    /* after head.content_length bytes */
    H1_FRAMING_CHUNKED,   /* with the chunked coding's last line */
    H1_FRAMING_CLOSE,     /* when the connection is closed */
    H1_FRAMING_TUNNEL,    /* the connection is no longer HTTP/1 */
    H1_FRAMING_UNDECIDED, /* depends on a request that isn't known, or was stopped at (audit) */
} h1_framing;

/* Bits of h1_head.flags. */
enum {
    H1_HEAD_KEEP_ALIVE = 1 << 0,      /* the connection may carry another message (RFC 9112 section 9.3) */
    H1_HEAD_EXPECT_CONTINUE = 1 << 1, /* an HTTP/1.1 request waits for 100 (Continue) (RFC 9110 section 10.1.1) */
    H1_HEAD_UPGRADE = 1 << 2,         /* HTTP/1.1, and Connection names upgrade (RFC 9110 section 7.8) */
    H1_HEAD_CONNECT = 1 << 3,         /* the request's method is CONNECT */
    H1_HEAD_HEAD = 1 << 4,            /* the request's method is HEAD */
    H1_HEAD_OTHER_CODINGS = 1 << 5,   /* Transfer-Encoding names codings beside chunked */
    H1_HEAD_HAS_LENGTH = 1 << 6,      /* a valid Content-Length is there, whether or not it frames the message */
};

/* A parsed head. Its field lines stand in the array lent with h1_stream_fields(). */
typedef struct h1_head {
    h1_span method;          /* request */
    h1_span target;          /* request */
    h1_span reason;          /* response; may be empty */
    uint64_t content_length; /* value of Content-Length, 0 … 2^63-1; 0 where there is none */
    uint16_t status;         /* response: status-code as a number; 0 in a request or a reply without a head */
    uint16_t first_field;    /* index in the array of the first; 0 unless h1_next_n() put other sections before it */
    uint16_t fields;         /* field lines in the array */
    uint8_t major, minor;    /* HTTP-version as written; 0 and 9 for HTTP/0.9 */
    uint8_t form;            /* h1_form */
    uint8_t framing;         /* h1_framing */
    uint8_t flags;           /* H1_HEAD_ bits */
} h1_head;

typedef enum h1_event_type {
    H1_MORE = 0,   /* what is here is not enough; an unfinished element is kept: present it again from its start */
    H1_HEAD,       /* ev->head; ev->last when no body follows (no END then) */
    H1_DATA,       /* ev->data: content, without the chunked coding */
    H1_CHUNK,      /* ev->chunk: only where it has extensions, or all with h1_stream_want_chunks() */
    H1_TRAILERS,   /* the trailer section, only where it has field lines; ev->trailers says where */
    H1_END,        /* the message is complete; follows every message except a HEAD with last */
    H1_CLOSED,     /* the end, between messages; every further call gives the same */
    H1_INCOMPLETE, /* the end, inside a message (RFC 9112 section 8); every further call gives the same */
    H1_FAULT,      /* ev->fault: a violation after which reading goes on */
    H1_REFUSED,    /* ev->fault: a violation after which it doesn't; every further call gives the same */
    H1_STOPPED,    /* audit, after its FAULT: framing can't be decided any more; every further call gives the same */
    H1_WAIT,       /* what the next byte means depends on the peer: h1_stream_resume() or h1_stream_expect() */
    H1_TUNNEL,     /* ev->data: bytes that are not HTTP/1 any more */
} h1_event_type;

/* A violation. Both spans lie in the buffer of this call. In an H1_REFUSED that is returned again they still count from
 * the start of the element that was refused, none of which is ever consumed. */
typedef struct h1_fault {
    h1_rule rule;
    h1_span span;   /* the bytes at fault; the byte that decided it is span.at for faults of syntax */
    h1_span second; /* the bytes they clash with; len 0 where there are none */
} h1_fault;

typedef struct h1_event {
    h1_event_type type;
    bool last;        /* HEAD: no body follows. DATA: no content follows */
    bool chunk_start; /* DATA: the first bytes of a chunk */
    bool chunk_end;   /* DATA: the last bytes of a chunk */
    union {
        h1_head head; /* HEAD */
        h1_span data; /* DATA, TUNNEL */
        struct {
            uint64_t size; /* of the chunk's data; 0 for the last chunk */
            h1_span ext;   /* from behind the chunk-size to the line end */
        } chunk;           /* CHUNK */
        struct {
            uint16_t first_field, fields; /* as in h1_head */
        } trailers;                       /* TRAILERS */
        h1_fault fault;                   /* FAULT, REFUSED */
    };
} h1_event;

/* ---- One direction --------------------------------------------------------------------------------------------- */

/* What happens after a violation; the grammar is the same (parser/src/liberties.c has the table). */
typedef enum h1_mode {
    H1_STRICT, /* refuse, unless an RFC obliges or advises to read on */
    H1_AUDIT,  /* report it and read on while framing can be decided; never guess where a message starts */
} h1_mode;

/* What a response answers: without it neither its framing nor its end is known (RFC 9112 section 6.3). */
typedef enum h1_answers {
    H1_TO_UNKNOWN = 0, /* framing that depends on the method is UNDECIDED; the stream WAITs until it is told */
    H1_TO_OTHER,       /* GET, POST, any method but those below */
    H1_TO_HEAD,
    H1_TO_CONNECT,
    H1_TO_09,      /* an HTTP/0.9 request: bytes until the close, unless they start with "HTTP/" */
    H1_TO_NOTHING, /* no request is outstanding: any byte is DATA_AFTER_LAST_MESSAGE */
} h1_answers;

/* How to go on after H1_WAIT behind a CONNECT or Upgrade request. */
typedef enum h1_resume {
    H1_AS_HTTP,   /* the peer declined: the next byte starts a message */
    H1_AS_TUNNEL, /* the peer agreed: H1_TUNNEL from here to the end */
} h1_resume;

/* Private to h1_stream: an IPv6 address being read, and the request-target that may hold it (src/uri/). */
typedef struct h1_ip6_state {
    uint8_t groups, digits, octets, value, flags;
} h1_ip6_state;

typedef struct h1_uri_state {
    uint16_t port;
    uint8_t state, kind, flags, back, count;
    h1_ip6_state ip;
} h1_uri_state;

/* One direction of a connection, 128 bytes at most. Its members are private; set it up with h1_stream_init(), copy it
 * freely, drop it without ceremony. */
typedef struct h1_stream {
    const h1_limits *limits;
    h1_field *fields;
    uint64_t base; /* stream offset of buf[0] of the next call */
    uint64_t left; /* bytes of content or chunk data still to come */
    uint8_t phase, state, stage, side, mode, answers, version, empty_lines;
    uint16_t capacity, count; /* of fields */
    uint32_t at;              /* bytes of the current element that were stepped */
    uint32_t line_at;         /* where the current line starts */
    uint32_t part_at;         /* where the part of the line being read starts */
    uint32_t part_end;        /* behind the last byte of the part that isn't white space */
    uint32_t flags;           /* what the current head has said so far */
    uint64_t content_length;  /* of the head being read */
    uint32_t chunk_ext;       /* bytes of chunk extensions in the current body */
    h1_span span, second;     /* of the violation found last */
    uint16_t rule;            /* of the violation found last; 0 where there is none to deliver */
    uint16_t method_at, method_len;
    uint16_t target_at, target_len;                  /* of the request-target, or of the reason phrase */
    uint16_t length_field, coding_field, host_field; /* indices into fields, or none */
    uint16_t status;
    h1_uri_state uri;
    uint16_t shortest_limit; /* of a line, a target or a head */
    uint16_t astray;         /* index of the first field of an unfinished section, behind those of a batch */
} h1_stream;

/* Set up a stream at the first byte of a connection.
 *
 *   side    whether requests or responses will come
 *   mode    strict or audit
 *   limits  kept by reference, shared by any number of streams, not changed while they live; NULL for the defaults
 *
 * O(1). */
H1_API void h1_stream_init(h1_stream *s, h1_side side, h1_mode mode, const h1_limits *limits);

/* Lend the array that receives field lines.
 *
 *   fields    [capacity] entries; must stay in place while a head or a trailer section is unfinished. After HEAD the
 *             trailer section reuses it
 *   capacity  a section with more field lines than this is refused with FIELD_ARRAY_FULL */
H1_API void h1_stream_fields(h1_stream *s, h1_field *fields, uint16_t capacity);

/* Ask for a CHUNK event for every chunk, not only for those with extensions. */
H1_API void h1_stream_want_chunks(h1_stream *s, bool all);

/* Say what the next final response answers; interim (1xx) responses leave it in force. To be said before its first byte
 * is presented, or after a HEAD with H1_FRAMING_UNDECIDED made the stream WAIT: then it settles how the body is framed,
 * and receives no second HEAD. Where nothing was said it is H1_TO_UNKNOWN. No effect on a stream of requests. */
H1_API void h1_stream_expect(h1_stream *s, h1_answers answers);

/* What the final response to this request answers: what h1_stream_expect() of the other direction has to be told.
 *
 *   request  head of a HEAD event of a stream of requests
 *
 * Returns one of H1_TO_OTHER, H1_TO_HEAD, H1_TO_CONNECT and H1_TO_09. O(1). Source: RFC 9112 section 6.3. */
H1_API h1_answers h1_answers_to(const h1_head *request);

/* Go on after H1_WAIT behind a CONNECT or Upgrade request. Without effect on a stream that isn't waiting for it. */
H1_API void h1_stream_resume(h1_stream *s, h1_resume as);

/* The offset in the stream of the next call's buf[0]: add a span's offset to the value it had before the call. O(1). */
H1_API uint64_t h1_stream_offset(const h1_stream *s);

/* Take the next event from one direction of a connection.
 *
 *   s     stream, set up by h1_stream_init()
 *   buf   [len] bytes: all that has arrived and was not yet consumed; only read during the call
 *   len   bytes in buf; 0 is allowed. More than 2^32-1 are read in part
 *   end   true once the peer has closed: no byte will follow buf
 *   ev    receives the event; its spans count from buf[0] and hold until buf changes
 *
 * Returns how many bytes of buf are done with, 0 … len. With ev->type H1_MORE, call again with more bytes after the
 * rest. A FAULT comes in the order of the bytes that decide it, before the event of the element that holds it, and by
 * the very call that brings the deciding byte. A buffer of limits.head + 1 bytes never meets MORE without progress.
 * However the bytes are cut, the events are the same (adjacent DATA joined). Never allocates. Looks at a byte at most
 * twice. Source: RFC 9112 sections 2.2, 6.3, 7.1. */
H1_API size_t h1_next(h1_stream *s, const uint8_t *buf, size_t len, bool end, h1_event *ev);

/* Take up to n events in one call: many small chunks or pipelined requests cost one call.
 *
 *   ev, n  [n] events to fill, n > 0; the spans of all of them count from buf[0]
 *   got    receives how many were filled, 1 … n. The last is MORE, or one that ends the batch: HEAD and TRAILERS do
 *           when the field array has no room left for another section
 *
 * The field sections of one batch stand behind each other in the array; first_field says where. A head or trailer
 * section that finds no room behind others is left to the next call, and its bytes are looked at again. Otherwise as
 * h1_next(). */
H1_API size_t h1_next_n(h1_stream *s, const uint8_t *buf, size_t len, bool end, h1_event *ev, size_t n, size_t *got);

/* Make the spans of an event count from `by` bytes further ahead: for whoever keeps events longer than the buffer of
 * their call, and knows at which offset of his own that buffer begins. Field lines are the caller's to move. O(1). */
H1_API void h1_event_shift(h1_event *ev, uint32_t by);

/* The kernels of the fast path: the same code for different instruction sets. They differ in speed alone.
 *
 * Returns the name of a kernel that is built in, the best first, such as "avx2", "sse4.2", "neon" or "words"; NULL
 * where index isn't below their number. O(1). */
H1_API const char *h1_kernel_name(size_t index);

/* The name of the kernel in use: the best one that this machine has. It is chosen once. O(1). */
H1_API const char *h1_kernel_in_use(void);

/* ---- Both directions ------------------------------------------------------------------------------------------- */

/* A connection: two streams, and which response answers which request. 320 bytes at most; members are private. */
typedef struct h1_conn {
    h1_stream requests, responses;
    uint8_t *ring;         /* outstanding requests, four a byte */
    uint32_t ring_size;    /* how many requests fit into the ring */
    uint32_t first, count; /* outstanding: index of the oldest, how many */
    uint8_t own[16];       /* the ring used where none was lent: 64 requests */
    uint8_t state;         /* see src/conn.c */
    uint8_t flags;
} h1_conn;

/* Set up a connection; parameters as for h1_stream_init(). */
H1_API void h1_conn_init(h1_conn *c, h1_mode mode, const h1_limits *limits);

/* Lend the arrays that receive the field lines of each direction, as h1_stream_fields() does. */
H1_API void h1_conn_fields(h1_conn *c, h1_side side, h1_field *fields, uint16_t capacity);

/* Lend a larger memory of outstanding requests than the 64 that the struct has.
 *
 *   ring  [bytes] bytes, four requests each; must stay while the connection lives. To be lent before the first call
 *
 * When the memory is full the request side WAITs until a response has come. */
H1_API void h1_conn_ring(h1_conn *c, uint8_t *ring, uint32_t bytes);

/* Say that the connection was joined in its middle: responses may answer requests that were never seen, so a response
 * with no known request outstanding is read as H1_TO_UNKNOWN instead of being refused. */
H1_API void h1_conn_joined(h1_conn *c);

/* Take the next event of one side; parameters and result as for h1_next(). The request side WAITs behind CONNECT and
 * Upgrade until the other side has brought the answer, and resumes by itself. Present the sides in any order in which
 * the bytes may have arrived; a response that comes before its request's head answers nothing. */
H1_API size_t h1_conn_next(h1_conn *c, h1_side side, const uint8_t *buf, size_t len, bool end, h1_event *ev);

/* How many requests have no final response yet. O(1). */
H1_API uint32_t h1_conn_outstanding(const h1_conn *c);

/* The stream of one side, for h1_stream_offset(), h1_stream_want_chunks() and h1_stream_expect(). */
H1_API h1_stream *h1_conn_stream(h1_conn *c, h1_side side);

#ifdef __cplusplus
}
#endif

#endif
