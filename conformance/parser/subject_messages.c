/* SPDX-License-Identifier: MIT */
/* See subject_messages.h. */
#include "subject_messages.h"

#include <stdio.h>
#include <string.h>

#include <h1/words.h>
#include <openssl/evp.h>

/* What becomes of one matcher. */
typedef enum matched {
    MATCHED,
    DIFFERENT,
    NOT_TOLD,
} matched;

static bool same(conf_bytes a, conf_bytes b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static bool is_blank(uint8_t byte)
{
    return byte == ' ' || byte == '\t';
}

/* Step over white space; whether there was some. */
static bool skip_blanks(conf_bytes value, size_t *at)
{
    size_t start = *at;

    while (*at < value.len && is_blank(value.at[*at]))
        ++*at;
    return *at > start;
}

/* Are values the same but for how much white space stands in them, which a parser may leave to its user? */
static bool same_value(conf_bytes a, conf_bytes b)
{
    size_t i = 0;
    size_t k = 0;

    skip_blanks(a, &i);
    skip_blanks(b, &k);
    for (;;) {
        bool blank = skip_blanks(a, &i);
        bool other = skip_blanks(b, &k);
        if (i == a.len || k == b.len)
            return i == a.len && k == b.len;
        if (blank != other || a.at[i++] != b.at[k++])
            return false;
    }
}

static void put(conf_subject_matching *m, conf_buffer *out, conf_bytes bytes)
{
    conf_buffer_add(m->memory, out, bytes.at, bytes.len);
}

static matched differ(conf_subject_matching *m, const char *what, conf_bytes due, conf_bytes there)
{
    conf_put(m->memory, &m->expected, "%s ", what);
    conf_put(m->memory, &m->actual, "%s ", what);
    put(m, &m->expected, due);
    put(m, &m->actual, there);
    return DIFFERENT;
}

static matched compare(conf_subject_matching *m, const char *what, bool told, conf_bytes due, conf_bytes there)
{
    if (!told)
        return NOT_TOLD;
    return same(due, there) ? MATCHED : differ(m, what, due, there);
}

static matched compare_number(conf_subject_matching *m, const char *what, bool told, uint64_t due, uint64_t there)
{
    if (!told)
        return NOT_TOLD;
    if (due == there)
        return MATCHED;
    conf_put(m->memory, &m->expected, "%s %llu", what, (unsigned long long)due);
    conf_put(m->memory, &m->actual, "%s %llu", what, (unsigned long long)there);
    return DIFFERENT;
}

/* ---- Matchers ---- */

static matched compare_status(conf_subject_matching *m, const conf_match *match, const conf_said_message *said)
{
    if ((said->has & CONF_FILLS_STATUS) == 0)
        return NOT_TOLD;
    return conf_match_has_status(match, said->status)
               ? MATCHED
               : compare_number(m, "status", true, match->ranges[0].low, said->status);
}

static matched compare_field(conf_subject_matching *m, const conf_match *match, const conf_said_message *said)
{
    conf_bytes other = {(const uint8_t *)"(no such field)", 15};

    if ((said->has & CONF_FILLS_FIELDS) == 0)
        return NOT_TOLD;
    for (size_t i = 0; i < said->field_count; i++) {
        if (!h1_same_words(said->fields[i].name.at, said->fields[i].name.len, match->name.at, match->name.len))
            continue;
        if (match->kind == CONF_MATCH_HAS || same_value(said->fields[i].value, match->value))
            return MATCHED;
        other = said->fields[i].value;
    }
    return differ(m, conf_format(m->memory, "field %.*s =", (int)match->name.len, (const char *)match->name.at),
                  match->value, other);
}

static conf_bytes hash_of(conf_memory *memory, conf_bytes bytes)
{
    uint8_t hash[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    char *text = conf_alloc(memory, 2 * EVP_MAX_MD_SIZE + 1);

    EVP_Digest(bytes.at, bytes.len, hash, &len, EVP_sha256(), NULL);
    for (unsigned i = 0; i < len; i++)
        snprintf(text + 2 * (size_t)i, 3, "%02x", hash[i]);
    return (conf_bytes){(const uint8_t *)text, 2 * (size_t)len};
}

static matched compare_body(conf_subject_matching *m, const conf_match *match, const conf_said_message *said)
{
    matched size = compare_number(m, "bytes of content:", (said->has & CONF_FILLS_BODY_SIZE) != 0, match->value.len,
                                  said->body_size);

    if (size == DIFFERENT || (said->has & CONF_FILLS_BODY_SHA256) == 0)
        return size;
    return compare(m, "SHA-256 of the content:", true, hash_of(m->memory, match->value), said->body_sha256);
}

static matched compare_one(conf_subject_matching *m, const conf_match *match, const conf_said_message *said)
{
    switch ((int)match->kind) {
    case CONF_MATCH_METHOD:
        return compare(m, "method", (said->has & CONF_FILLS_METHOD) != 0, match->value, said->method);
    case CONF_MATCH_TARGET:
        return compare(m, "target", (said->has & CONF_FILLS_TARGET) != 0, match->value, said->target);
    case CONF_MATCH_VERSION:
        return compare(m, "version", (said->has & CONF_FILLS_VERSION) != 0, match->value, said->version);
    case CONF_MATCH_STATUS:
        return compare_status(m, match, said);
    case CONF_MATCH_FIELD:
    case CONF_MATCH_HAS:
        return compare_field(m, match, said);
    case CONF_MATCH_FIELDS:
        return compare_number(m, "field lines:", (said->has & CONF_FILLS_FIELDS) != 0, match->number,
                              said->field_count);
    case CONF_MATCH_BODY:
        return compare_body(m, match, said);
    case CONF_MATCH_BODY_SIZE:
        return compare_number(m, "bytes of content:", (said->has & CONF_FILLS_BODY_SIZE) != 0, match->number,
                              said->body_size);
    case CONF_MATCH_KEEP_ALIVE:
        return compare_number(m, "keep-alive", (said->has & CONF_FILLS_KEEP) != 0, match->number, said->keep);
    default:
        return NOT_TOLD;
    }
}

/* ---- Messages ---- */

static bool is_skipped_interim(const conf_message *message, const conf_said_message *said)
{
    for (size_t i = 0; i < message->matches.count; i++) {
        const conf_match *match = &message->matches.at[i];
        if (match->kind == CONF_MATCH_STATUS && match->ranges[0].low < 200)
            return (said->has & CONF_FILLS_STATUS) != 0 && !conf_match_has_status(match, said->status);
    }
    return false;
}

static bool message_matches(conf_subject_matching *m, const conf_message *message, const conf_said_message *listed)
{
    conf_said_message told = *listed;
    const conf_said_message *said = &told;

    told.has &= m->fills;
    for (size_t i = 0; i < message->matches.count; i++) {
        matched how = compare_one(m, &message->matches.at[i], said);
        if (how == DIFFERENT)
            return false;
        if (how == NOT_TOLD)
            m->tally->matchers[message->matches.at[i].kind]++;
    }
    return true;
}

/* Where nothing is refused every message that is due is complete but, perhaps, the last. */
static bool count_matches(conf_subject_matching *m, size_t skipped)
{
    size_t due = m->expect->message_count - skipped;
    size_t there = m->reply->message_count;

    if (m->expect->message_count == 0 || m->expect->end != CONF_END_CLEAN || due == there)
        return true;
    conf_put(m->memory, &m->expected, "%zu message%s", due, due == 1 ? "" : "s");
    conf_put(m->memory, &m->actual, "%zu message%s", there, there == 1 ? "" : "s");
    return false;
}

bool conf_subject_messages_match(conf_subject_matching *m)
{
    size_t skipped = 0;

    if (!m->reply->has_messages)
        return true;
    for (size_t i = 0; i < m->expect->message_count && i - skipped < m->reply->message_count; i++) {
        const conf_said_message *said = &m->reply->messages[i - skipped];
        if (is_skipped_interim(&m->expect->messages[i], said))
            skipped++;
        else if (!message_matches(m, &m->expect->messages[i], said))
            return false;
    }
    return count_matches(m, skipped);
}
