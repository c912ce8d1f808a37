/* SPDX-License-Identifier: MIT */
/* A conformance case: bytes in both directions, and what a parser, a server, a client or a proxy has to make of them.
 *
 * This is the case format of conformance/README.md as data. Reading it is the business of reader.h; a case that
 * was read is never changed. Rules are named by their numbers, requirements by their rows in the ledger, so a slip in
 * writing cannot be in here. */
#ifndef CONF_CASE_H
#define CONF_CASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bytes.h"
#include "conformance/ledger.h"
#include "grammars.h"
#include "rules/rules.h"

/* ---- Matchers ---- */

typedef enum conf_match_kind {
    /* of one message */
    CONF_MATCH_METHOD,     /* value */
    CONF_MATCH_TARGET,     /* value */
    CONF_MATCH_FORM,       /* value: origin absolute authority asterisk */
    CONF_MATCH_VERSION,    /* value: "1.1" */
    CONF_MATCH_STATUS,     /* ranges */
    CONF_MATCH_REASON,     /* value */
    CONF_MATCH_FIELD,      /* name, value: some field line of that name has exactly that value */
    CONF_MATCH_HAS,        /* name: some field line has that name ("field NAME" alone) */
    CONF_MATCH_WITHOUT,    /* name: no field line has that name */
    CONF_MATCH_FIELDS,     /* number: of field lines */
    CONF_MATCH_BODY,       /* value: the content */
    CONF_MATCH_BODY_SIZE,  /* number: bytes of content */
    CONF_MATCH_FRAMING,    /* value: none length chunked close tunnel */
    CONF_MATCH_CHUNKS,     /* number: of chunks that carry data */
    CONF_MATCH_TRAILER,    /* name, value */
    CONF_MATCH_KEEP_ALIVE, /* number: 1 yes, 0 no */
    CONF_MATCH_CHECK,      /* number: a rule of messages, which fires */
    /* of a frame */
    CONF_MATCH_DICT,         /* name, value: JSON */
    CONF_MATCH_PAYLOAD,      /* value */
    CONF_MATCH_PAYLOAD_SIZE, /* number */
    CONF_MATCH_REPLY,        /* name, value: JSON */
    /* of what a peer did */
    CONF_MATCH_ACCEPT,
    CONF_MATCH_CLOSE,
    CONF_MATCH_ERROR,
    CONF_MATCH_NOTHING,
    CONF_MATCH_SAME,      /* name: that field is what it is in the first message, or missing in both */
    CONF_MATCH_CHANGED,   /* name: it is not */
    CONF_MATCH_PIPELINED, /* a client asked the second URL before it had the response to the first */
    CONF_MATCH_ATTEMPTS,  /* number: a client asked no more often than that, the second URL not counted */
    CONF_MATCH_BYTES,     /* value: these bytes occur in what was received; behind, if any: and those behind them */
} conf_match_kind;

typedef struct conf_range {
    unsigned low, high; /* both belong to it */
} conf_range;

typedef struct conf_match {
    conf_match_kind kind;
    unsigned line;
    unsigned message; /* of a peer: "response N" or "request N", from 1; 0: the one that lines speak of by themselves */
    conf_bytes name;  /* as written */
    conf_bytes value; /* unescaped */
    conf_bytes behind; /* CONF_MATCH_BYTES: unescaped; len 0 where the line says nothing of them */
    uint64_t number;
    conf_range *ranges;
    size_t range_count;
} conf_match;

/* Several matchers, all of which have to hold. */
typedef struct conf_matches {
    conf_match *at;
    size_t count;
} conf_matches;

/* ---- What a parser has to say ---- */

typedef enum conf_mode {
    CONF_MODE_STRICT,
    CONF_MODE_AUDIT,
    CONF_MODES,
} conf_mode;

/* How reading ends. */
typedef enum conf_end {
    CONF_END_CLEAN,      /* the end, between messages or in a tunnel: "then end", "accept" */
    CONF_END_REFUSED,    /* "then refuse RULE", "refuse RULE" */
    CONF_END_INCOMPLETE, /* the end, inside a message */
    CONF_END_STOPPED,    /* audit: "then stop" */
    CONF_END_OPEN,       /* the bytes are used up and the stream is not told that it ends: "then open" */
} conf_end;

typedef struct conf_message {
    unsigned line;
    conf_matches matches;
} conf_message;

/* A block "parser >:", "parser <:", "audit >:" or "audit <:". */
typedef struct conf_expect {
    unsigned line; /* where the block starts; 0 where the case has none */
    bool ended;    /* how it ends was said; otherwise it ends CLEAN */
    conf_end end;
    h1_rule refusal; /* CONF_END_REFUSED */
    h1_rule *faults; /* every fault that is due, in order, before the end */
    size_t fault_count;
    conf_message *messages; /* the messages that are due, all of them; count 0: not said */
    size_t message_count;
} conf_expect;

/* ---- What others may do ---- */

typedef enum conf_judged {
    CONF_JUDGED_SERVER,
    CONF_JUDGED_CLIENT,
    CONF_JUDGED_PROXY,
    CONF_JUDGED_UP,   /* what the origin behind a proxy saw */
    CONF_JUDGED_DOWN, /* what the client before a proxy saw */
} conf_judged;

typedef enum conf_strength {
    CONF_ALLOWED = 0,
    CONF_AS_SHOULD, /* misses a SHOULD */
    CONF_AS_MAY,    /* uses a liberty */
} conf_strength;

/* One allowed outcome, or, with never, one that must not be. */
typedef struct conf_outcome {
    unsigned line;
    conf_judged judged;
    bool never;
    conf_strength strength;
    size_t alternative; /* 0, or 1 + index into alternatives of the group it belongs to */
    conf_matches matches;
} conf_outcome;

/* ---- The script ---- */

typedef enum conf_step_kind {
    CONF_STEP_BYTES,
    CONF_STEP_CUT,        /* | a write ends here */
    CONF_STEP_PAUSE,      /* ~ 50ms */
    CONF_STEP_HALF_CLOSE, /* $ */
    CONF_STEP_RESET,      /* ! */
} conf_step_kind;

typedef struct conf_step {
    conf_step_kind kind;
    unsigned line;
    h1_side side;       /* whose; of PAUSE nobody's */
    size_t alternative; /* as in conf_outcome */
    const char *text;   /* BYTES: escaped, to be filled in for a peer */
    size_t text_len;
    size_t size;           /* BYTES: how many they are for a parser */
    unsigned milliseconds; /* PAUSE */
} conf_step;

/* ---- The case ---- */

typedef enum conf_case_side {
    CONF_SIDE_REQUEST,
    CONF_SIDE_RESPONSE,
    CONF_SIDE_EXCHANGE,
    CONF_SIDE_PROXY,
    CONF_SIDE_VALUE,
    CONF_SIDE_FRAME,
} conf_case_side;

enum {
    CONF_CANARY_SAME_WRITE = 1 << 0,
    CONF_CANARY_AFTER_RESPONSE = 1 << 1,
};

typedef struct conf_case {
    const char *id; /* "9112-7.1/bare-lf-ends-chunk-size" */
    const char *name;
    const char *path;          /* of its file */
    unsigned line;             /* of "case NAME" */
    const char *rfc, *section; /* "9112", "7.1": of its file */
    const char *title;
    const conf_requirement **needs;
    size_t need_count;
    h1_rule rule; /* H1_RULE_NONE where it has none */
    unsigned rule_line;
    h1_rule *near; /* the rules whose near miss it is */
    size_t near_count;
    const char **tags;
    size_t tag_count;
    bool has_side;
    conf_case_side side;
    const char *origin;  /* as written; NULL */
    unsigned canary;     /* CONF_CANARY_ bits */
    bool http09;         /* limits: http09 */
    uint16_t array;      /* limits: array N, entries of the field array that is lent; 0 where nothing was said */
    bool plain;          /* side: frame, limits: plain: no uploads, file_name is left alone */
    uint32_t frames;     /* limits: frames N, how many may come; 0 for any number */
    uint32_t dictionary; /* limits: dictionary N, bytes of the longest; 0: as framing has it */

    conf_step *steps;
    size_t step_count;
    conf_bytes bytes[2]; /* by h1_side: for a parser, without those of alternatives */
    conf_mark marks[2];

    conf_expect expects[CONF_MODES][2]; /* [mode][h1_side] */
    h1_rule *checks;                    /* message and exchange rules that fire */
    size_t check_count;

    const char **alternatives;
    size_t alternative_count;
    conf_outcome *outcomes;
    size_t outcome_count;

    const conf_grammar *grammar; /* side: value */
    conf_bytes value;
    conf_mark value_mark; /* of a refusal: its place; NONE: the value ends too early */
    unsigned value_line;  /* where "accept" or "refuse" stands; 0 where neither was said */
    bool value_refused;
} conf_case;

/* The words of conf_case_side: "request" ... */
const char *conf_side_name(conf_case_side side);

/* Is a status in the ranges of a match? */
bool conf_match_has_status(const conf_match *match, unsigned status);

/* Does it name this requirement? The row has to be one of the ledger that the case was read with. */
bool conf_case_needs(const conf_case *c, const conf_requirement *row);

bool conf_case_has_tag(const conf_case *c, const char *tag);

/* Has it lines of that word: "server:", "client:", "up:" ... */
bool conf_case_speaks_of(const conf_case *c, conf_judged judged);

/* Is this rule its subject: its own, or one that it says a check finds? */
bool conf_case_is_about(const conf_case *c, h1_rule rule);

/* The bytes of one direction as a peer gets them, all writes joined.
 *
 *   alternative  0, or the group whose bytes belong to it as well
 *
 * The text was checked when the case was read, so this cannot fail. */
conf_bytes conf_case_bytes(conf_memory *memory, const conf_case *c, h1_side side, size_t alternative,
                           const conf_variables *variables, conf_mark *mark);

#endif
