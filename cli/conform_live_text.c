/* SPDX-License-Identifier: MIT */
/* What h1 conform says of a case that was played to a live target: what passed between it and us, how to send it by
 * hand. */
#include <string.h>

#include "cli/conform.h"
#include "cli/conform_live.h"
#include "conformance/net/transcript.h"
#include "report/escape.h"
#include "report/snippet.h"

enum {
    RECEIVED_COLUMNS = 300, /* of what came back */
    BY_HAND_MOST = 2000,    /* bytes that still make a line to type */
};

/* ---- By hand ---- */

/* A format of printf(1) inside single quotes: POSIX has octal escapes only. */
static void printf_to(FILE *out, conf_bytes bytes)
{
    for (size_t i = 0; i < bytes.len; i++) {
        uint8_t c = bytes.at[i];
        if (c == '\r')
            fputs("\\r", out);
        else if (c == '\n')
            fputs("\\n", out);
        else if (c == '%')
            fputs("%%", out);
        else if (c == '\\')
            fputs("\\\\", out);
        else if (c < ' ' || c > '~' || c == '\'')
            fprintf(out, "\\%03o", c);
        else
            fputc(c, out);
    }
}

bool cli_conform_by_hand_to(FILE *out, const conf_result *result, const conf_server *server)
{
    const conf_transcript *t = result->transcript;

    if (t == NULL || server == NULL || t->sent.len == 0 || t->sent.len > BY_HAND_MOST)
        return false;
    fputs("printf '", out);
    printf_to(out, t->sent);
    if (server->peer.tls)
        fprintf(out, "' | openssl s_client -quiet -connect %s:%u", server->peer.host, server->peer.port);
    else if (server->peer.local)
        fprintf(out, "' | nc -U -q 3 %s", server->peer.path);
    else
        fprintf(out, "' | nc -q 3 %s %u", server->peer.host, server->peer.port);
    fputs(t->paused ? "   (the case sends it in parts)\n" : "\n", out);
    return true;
}

static void by_hand(FILE *out, const conf_result *result, const conf_server *server)
{
    const conf_transcript *t = result->transcript;

    if (t->sent.len == 0)
        return;
    if (t->sent.len > BY_HAND_MOST) {
        fprintf(out, "   = by hand: %zu bytes are too long for a line; --dry-run prints them\n", t->sent.len);
        return;
    }
    fputs("   = by hand: ", out);
    cli_conform_by_hand_to(out, result, server);
}

/* ---- What passed ---- */

static void sent_to(FILE *out, const conf_transcript *t, bool colour)
{
    report_snippet snippet = {.bytes = t->sent.at, .len = t->sent.len, .span = {t->mark.at, t->mark.len}};

    if (t->mark.kind != CONF_MARK_NONE) {
        report_snippet_draw(out, &snippet, REPORT_SNIPPET_COLUMNS, colour);
        return;
    }
    fputs("   = sent: ", out);
    report_escape_cut_to(out, t->sent.at, t->sent.len, RECEIVED_COLUMNS);
    fputc('\n', out);
}

static void received_to(FILE *out, const conf_transcript *t)
{
    static const char *const endings[] = {"; the connection stayed open", "; then closed", "; then reset", ""};

    fputs("   = received: ", out);
    if (t->received.len == 0)
        fputs("nothing", out);
    report_escape_cut_to(out, t->received.at, t->received.len, RECEIVED_COLUMNS);
    fprintf(out, "%s, after %llu ms\n", endings[t->ending], (unsigned long long)t->milliseconds);
}

void cli_conform_transcript_to(FILE *out, const conf_result *result, const conf_server *server, bool colour)
{
    const conf_transcript *t = result->transcript;

    if (t == NULL)
        return;
    sent_to(out, t, colour);
    if (t->forwarded.len > 0) {
        fputs("   = at the origin: ", out);
        report_escape_cut_to(out, t->forwarded.at, t->forwarded.len, RECEIVED_COLUMNS);
        fputc('\n', out);
    }
    received_to(out, t);
    if (t->last_words != NULL) {
        fputs("   = it wrote: ", out);
        report_escape_cut_to(out, (const uint8_t *)t->last_words, strlen(t->last_words), (size_t)4 * RECEIVED_COLUMNS);
        fputc('\n', out);
    }
    if (server != NULL)
        by_hand(out, result, server);
}
