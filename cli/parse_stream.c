/* SPDX-License-Identifier: MIT */
/* See parse.h. The buffer holds what was read and not yet consumed; an unfinished element is presented again with more
 * bytes behind it, and by the library's limits no element is larger than the buffer. */
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/digest.h"
#include "cli/parse.h"
#include "cli/parse_show.h"

enum {
    BUFFER = 256 * 1024, /* above limits.head + 1 */
    FIELDS = 128,        /* above limits.fields */
};

typedef struct parsing {
    const cli_parse_options *options;
    cli_parse_show show;
    h1_stream stream;
    h1_field fields[FIELDS];
    uint8_t buffer[BUFFER];
    size_t at, len; /* what is there: buffer[at … len) */
    bool ended;     /* the input has no more */
    bool failed;    /* reading did */
    uint64_t base;  /* offset in the input of buffer[at] */
    cli_parsed_message message;
    cli_digest *digest;
    bool in_message;
    size_t method;            /* of the next final response */
    cli_parsed_fault refusal; /* or, in audit mode, the last fault */
} parsing;

static h1_answers answers_of(cli_word method)
{
    static const struct {
        const char *name;
        h1_answers answers;
    } special[] = {{"HEAD", H1_TO_HEAD}, {"CONNECT", H1_TO_CONNECT}, {"0.9", H1_TO_09}};

    for (size_t i = 0; i < sizeof special / sizeof *special; i++) {
        if (strlen(special[i].name) == method.len && memcmp(special[i].name, method.text, method.len) == 0)
            return special[i].answers;
    }
    return H1_TO_OTHER;
}

/* Say what the next final response answers. */
static void expect_next(parsing *p)
{
    const cli_words *methods = p->options->methods;
    h1_answers answers = H1_TO_OTHER;

    if (methods->count > 0)
        answers = p->method < methods->count ? answers_of(methods->words[p->method]) : H1_TO_NOTHING;
    p->method++;
    h1_stream_expect(&p->stream, answers);
}

static bool take_head(parsing *p, const h1_event *ev)
{
    p->in_message = true;
    p->message = (cli_parsed_message){.head = ev->head, .at = p->base};
    return cli_digest_begin(p->digest) && cli_parse_show_head(&p->show, &p->message, p->buffer + p->at, p->fields);
}

/* The message is complete with the bytes consumed by this call. */
static bool take_end(parsing *p, size_t used)
{
    cli_digest_text sha256 = cli_digest_end(p->digest);
    unsigned status = p->message.head.status;

    p->in_message = false;
    p->message.sha256 = sha256.text;
    p->message.end = p->base + used;
    if (p->options->side == H1_RESPONSES && (status >= 200 || status < 100))
        expect_next(p);
    return cli_parse_show_message(&p->show, &p->message);
}

static cli_parsed_fault fault_of(const parsing *p, const h1_fault *fault)
{
    const uint8_t *bytes = p->buffer + p->at;
    size_t len = p->len - p->at;

    return (cli_parsed_fault){
        .rule = fault->rule,
        .at = p->base + fault->span.at,
        .len = fault->span.len,
        .bytes = bytes,
        .bytes_len = len,
        .bytes_at = p->base,
        .tail_cut = !p->ended && len > 0 && bytes[len - 1] != '\n',
        .span = fault->span,
        .second = fault->second,
    };
}

static bool take_fault(parsing *p, const h1_event *ev)
{
    p->refusal = fault_of(p, &ev->fault);
    return cli_parse_show_fault(&p->show, &p->refusal);
}

/* After CONNECT a tunnel is assumed, after Upgrade none. */
static void go_on(parsing *p)
{
    if (p->options->side == H1_RESPONSES)
        h1_stream_expect(&p->stream, H1_TO_OTHER);
    else
        h1_stream_resume(&p->stream, (p->message.head.flags & H1_HEAD_CONNECT) != 0 ? H1_AS_TUNNEL : H1_AS_HTTP);
}

/* Act on an event that doesn't end the reading. False where memory is short. */
static bool act(parsing *p, const h1_event *ev, size_t used)
{
    switch (ev->type) {
    case H1_HEAD:
        return take_head(p, ev) && (!ev->last || take_end(p, used));
    case H1_DATA:
        cli_digest_add(p->digest, p->buffer + p->at + ev->data.at, ev->data.len);
        p->message.body_size += ev->data.len;
        return true;
    case H1_END:
        return take_end(p, used);
    case H1_FAULT:
        return take_fault(p, ev);
    case H1_WAIT:
        go_on(p);
        return true;
    case H1_REFUSED:
        p->refusal = fault_of(p, &ev->fault);
        return true;
    case H1_STOPPED:
        p->refusal.bytes_len = 0; /* its picture was shown, and the bytes may have moved */
        return true;
    case H1_MORE:
    case H1_CHUNK:
    case H1_TRAILERS:
    case H1_CLOSED:
    case H1_INCOMPLETE:
    case H1_TUNNEL:
        break;
    }
    return true;
}

static void read_more(parsing *p, FILE *in)
{
    size_t got;

    memmove(p->buffer, p->buffer + p->at, p->len - p->at);
    p->len -= p->at;
    p->at = 0;
    got = fread(p->buffer + p->len, 1, BUFFER - p->len, in);
    p->len += got;
    p->failed = ferror(in) != 0 || (got == 0 && p->len == BUFFER);
    p->ended = got == 0;
}

/* Is this the last event, and what does it say of the stream? */
static bool is_last(const parsing *p, h1_event_type type, cli_verdict *verdict)
{
    switch (type) {
    case H1_CLOSED:
        *verdict = CLI_ACCEPT;
        return true;
    case H1_INCOMPLETE:
        *verdict = CLI_INCOMPLETE;
        return true;
    case H1_REFUSED:
    case H1_STOPPED:
        *verdict = CLI_REFUSE;
        return true;
    case H1_MORE:
        *verdict = p->in_message || p->at < p->len ? CLI_MORE : CLI_ACCEPT;
        return p->ended;
    case H1_TUNNEL:
        *verdict = CLI_ACCEPT;
        return p->ended && p->at == p->len;
    case H1_HEAD:
    case H1_DATA:
    case H1_CHUNK:
    case H1_TRAILERS:
    case H1_END:
    case H1_FAULT:
    case H1_WAIT:
        break;
    }
    return false;
}

static cli_verdict read_stream(parsing *p, FILE *in)
{
    cli_verdict verdict = CLI_ACCEPT;
    h1_event ev;

    do {
        size_t used;
        p->base = h1_stream_offset(&p->stream);
        used = h1_next(&p->stream, p->buffer + p->at, p->len - p->at, p->ended && !p->options->open, &ev);
        if (!act(p, &ev, used))
            return CLI_MEMORY;
        p->at += used;
        if (ev.type == H1_MORE && !p->ended) {
            read_more(p, in);
            if (p->failed)
                return CLI_UNREADABLE;
            ev.type = H1_WAIT;
        }
    } while (!is_last(p, ev.type, &verdict));
    return verdict;
}

static cli_verdict run(parsing *p, FILE *in, const char *name, FILE *out)
{
    cli_verdict verdict;

    h1_stream_init(&p->stream, p->options->side, p->options->mode, NULL);
    h1_stream_fields(&p->stream, p->fields, FIELDS);
    if (p->options->side == H1_RESPONSES)
        expect_next(p);
    cli_parse_show_begin(&p->show, out, p->options->json, p->options->colour);
    verdict = read_stream(p, in);
    json_decref(p->message.json);
    if (verdict == CLI_UNREADABLE)
        fprintf(stderr, "h1 parse: %s: cannot read on behind byte %llu\n", name,
                (unsigned long long)(p->base + p->len - p->at));
    if (verdict == CLI_MEMORY)
        cli_no_memory();
    if (verdict <= CLI_MORE &&
        !cli_parse_show_end(&p->show, verdict, verdict == CLI_REFUSE ? &p->refusal : NULL, p->base + p->len - p->at))
        verdict = CLI_MEMORY;
    return verdict;
}

cli_verdict cli_parse_stream(const cli_parse_options *options, FILE *in, const char *name, FILE *out)
{
    parsing *p = calloc(1, sizeof *p);
    cli_verdict verdict = CLI_MEMORY;

    if (p == NULL || (p->digest = cli_digest_new()) == NULL) {
        cli_no_memory();
        free(p);
        return verdict;
    }
    p->options = options;
    verdict = run(p, in, name, out);
    cli_digest_free(p->digest);
    free(p);
    return verdict;
}
