/* SPDX-License-Identifier: MIT */
/* The rules that messages are held to, and the finding that says where one was broken.
 *
 * rules.def is the one table; everything else (the enum, the names people type, the pages of `h1 explain`) is made from
 * it here. There is no code but lookup: no allocation, no state. A rule's number and name never change once released,
 * and a number is never given again. */
#ifndef H1_RULES_H
#define H1_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a shared library shows to its users; everything else is hidden. */
#if defined(__GNUC__)
#define H1_API __attribute__((visibility("default")))
#else
#define H1_API
#endif

/* Every rule, as H1_RULE_ and its name in rules.def; the value is the rule's number. */
typedef enum h1_rule {
    H1_RULE_NONE = 0,
#define H1_RULE(name, number, area, keyword, severity, rfc, section, status, tags, title, why)                         \
    H1_RULE_##name = (number),
#include "rules.def"
#undef H1_RULE
} h1_rule;

/* Who finds it; each area has a range of numbers of its own. */
typedef enum h1_rule_area {
    H1_AREA_PARSER,   /*    1 …  499: libh1 refuses it */
    H1_AREA_FRAME,    /*  500 …  599: libh1frame refuses it */
    H1_AREA_MESSAGE,  /* 1000 … 1499: one message, read by checks/ */
    H1_AREA_EXCHANGE, /* 1500 … 1999: a request with its response, or a connection */
    H1_AREA_CAPTURE,  /* 2000 … 2499: what only a capture shows */
} h1_rule_area;

/* How strongly the source speaks. */
typedef enum h1_rule_keyword {
    H1_KEYWORD_MUST,
    H1_KEYWORD_SHOULD,
    H1_KEYWORD_MAY,
    H1_KEYWORD_ABNF,     /* outside the grammar that a sender is held to (RFC 9110 section 2.2) */
    H1_KEYWORD_LIMIT,    /* beyond a limit of the caller's; nobody broke an RFC */
    H1_KEYWORD_SECURITY, /* advice from a security section */
} h1_rule_keyword;

typedef enum h1_rule_severity {
    H1_SEVERITY_NOTE,
    H1_SEVERITY_WARNING,
    H1_SEVERITY_ERROR,
} h1_rule_severity;

/* What a broken rule leads to; bits. */
typedef enum h1_rule_tag {
    H1_TAG_NONE = 0,
    H1_TAG_SMUGGLING = 1 << 0, /* two readers disagree where a message ends */
    H1_TAG_SPLITTING = 1 << 1, /* one message is read as two */
    H1_TAG_DOS = 1 << 2,       /* costs the reader more than the writer */
    H1_TAG_INTEROP = 1 << 3,   /* some readers refuse it */
    H1_TAG_CACHE = 1 << 4,     /* a cache stores or serves the wrong thing */
    H1_TAG_ROUTING = 1 << 5,   /* two readers disagree whom a request is for */
} h1_rule_tag;

/* One row of rules.def. All pointers are to constants. */
typedef struct h1_rule_info {
    h1_rule rule;
    h1_rule_area area;
    h1_rule_keyword keyword;
    h1_rule_severity severity;
    uint16_t status;     /* what a server should answer with; 0 where it can't answer */
    uint16_t tags;       /* h1_rule_tag bits */
    const char *symbol;  /* "FIELD_SPACE_BEFORE_COLON" */
    const char *rfc;     /* "RFC 9112", or "" where only a limit speaks */
    const char *section; /* "5.1" */
    const char *title;   /* one line: what is wrong */
    const char *why;     /* one line: why it matters */
} h1_rule_info;

/* A rule's printed name, "field-space-before-colon", by value so that nobody owns it: h1_rule_name(r).text is good
 * until the end of the full expression it stands in. */
typedef struct h1_rule_text {
    char text[64];
} h1_rule_text;

/* A stretch of bytes in one direction of a connection. */
typedef struct h1_place {
    uint64_t at;  /* offset of its first byte from the start of the direction */
    uint64_t len; /* bytes; 0 where there is nothing to point at */
} h1_place;

/* Whose bytes. */
typedef enum h1_side {
    H1_REQUESTS,  /* from client to server */
    H1_RESPONSES, /* from server to client */
} h1_side;

/* A rule that was broken, and where. Text is made of it in report/ only. */
typedef struct h1_finding {
    h1_rule rule;
    h1_side side;
    uint64_t message; /* which message of its side, 1 for the first; 0 where it belongs to none */
    h1_place place;   /* the bytes at fault */
    h1_place second;  /* the bytes they clash with; len 0 where there are none */
} h1_finding;

/* The row of a rule. Returns NULL for H1_RULE_NONE and for numbers no rule has. O(log rules). */
H1_API const h1_rule_info *h1_rule_info_of(h1_rule rule);

/* The i-th row in the order of the table, i.e. by number; NULL when i is past the last. For listing. */
H1_API const h1_rule_info *h1_rule_at(size_t i);

/* The printed name of a rule: its symbol in lower case with dashes; "none" for H1_RULE_NONE. */
H1_API h1_rule_text h1_rule_name(h1_rule rule);

/* Find a rule by its printed name, symbol or number.
 *
 *   name  [len] bytes, for instance "bare-lf", "BARE_LF" or "1"
 *
 * Returns the rule, or H1_RULE_NONE where there is none of that name. */
H1_API h1_rule h1_rule_by_name(const char *name, size_t len);

/* The words of the table's columns, for reports: "MUST", "error", "parser". Never NULL. */
H1_API const char *h1_keyword_name(h1_rule_keyword keyword);
H1_API const char *h1_severity_name(h1_rule_severity severity);
H1_API const char *h1_area_name(h1_rule_area area);

/* The word for one tag bit, "smuggling"; NULL where the bit has no name. */
H1_API const char *h1_tag_name(unsigned bit);

#ifdef __cplusplus
}
#endif

#endif
