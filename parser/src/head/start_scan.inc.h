/* SPDX-License-Identifier: MIT */
/* The fast path over request-lines and status-lines: a part of head_scan.inc.h, which includes it. Returns false where
 * a line isn't all here, has a fault, or says something that is the reference's to judge. */

enum { BEHIND_TARGET = sizeof " HTTP/1.1\r\n\r\n" - 1 };

static inline bool is_triplet(const uint8_t *bytes)
{
    return bytes[0] == '%' && h1i_is(bytes[1], H1I_HEXDIG) && h1i_is(bytes[2], H1I_HEXDIG);
}

/* origin-form = absolute-path [ "?" query ]                                             RFC 9112 section 3.2.1
 * From behind its slash to the SP behind it; the buffer's length where there is none, or not all of a version and an
 * empty line behind it. */
SCAN_INLINE ptrdiff_t end_of_origin_form(const walk *w, ptrdiff_t at)
{
    for (;;) {
        uint32_t run = run_at(w, &h1i_target_bytes, at);
        at += run;
        if (RARE(at + BEHIND_TARGET > w->len))
            return w->len;
        if (LIKELY(w->buf[at] == ' '))
            return at;
        if (run == LOOK)
            continue;
        if (!is_triplet(w->buf + at))
            return w->len;
        at += 3;
    }
}

/* method = token                                                                        RFC 9112 section 3.1
 * Also says whether an origin-form follows, of a method that may have one. */
SCAN_INLINE bool take_method(const walk *w, start *line)
{
    const uint8_t *at = w->buf + line->at;
    uint32_t len = 3;

    line->text = line->at + 4;
    line->method_len = 3;
    line->plain = at[4] == '/';
    if (LIKELY(h1i_load32(at) == H1I_FOUR('G', 'E', 'T', ' ')))
        return true;
    len = run_at(w, &h1i_tchars, line->at);
    line->text = line->at + len + 1;
    line->method_len = len;
    if (len == 0 || len == LOOK || line->text >= w->len || at[len] != ' ')
        return false;
    line->plain = at[len + 1] == '/' && !(len == 7 && memcmp(at, "CONNECT", 7) == 0);
    return true;
}

/* request-line = method SP request-target SP HTTP-version                               RFC 9112 section 3
 * Leaves w->at behind the line, and its last four bytes with those behind in four. */
SCAN_INLINE bool take_request_line(walk *w, start *line, uint32_t *four)
{
    uint64_t version;

    line->status = 0;
    if (RARE(!take_method(w, line)))
        return false;
    if (LIKELY(line->plain))
        line->behind = end_of_origin_form(w, line->text + 1);
    else
        line->behind = line->text + (ptrdiff_t)h1i_scan_target_len(w->buf + line->text, (size_t)(w->len - line->text));
    if (RARE(line->behind + BEHIND_TARGET > w->len))
        return false;
    version = h1i_load64(w->buf + line->behind + 1) ^ H1I_EIGHT('H', 'T', 'T', 'P', '/', '1', '.', '0');
    line->version = (uint8_t)(H1I_VERSION_10 + (version >> 56));
    *four = h1i_load32(w->buf + line->behind + 9);
    w->at = w->block = line->behind + 11;
    return LIKELY((version & ~(UINT64_C(1) << 56)) == 0) && LIKELY((uint16_t)*four == CRLF) &&
           (RARE(*four == EMPTY_LINE) || LIKELY(fill_controls(w)));
}

/* status-line = HTTP-version SP status-code SP [ reason-phrase ]                        RFC 9112 section 4
 * The reason-phrase is made of what field values are made of. */
SCAN_INLINE bool take_status_line(walk *w, start *line, uint32_t *four)
{
    const uint8_t *at = w->buf + line->at;
    uint64_t version = h1i_load64(at) ^ H1I_EIGHT('H', 'T', 'T', 'P', '/', '1', '.', '0');

    line->method_len = 0;
    line->plain = false;
    line->version = (uint8_t)(H1I_VERSION_10 + (version >> 56));
    line->status = (unsigned)(at[9] - '0') * 100 + (unsigned)(at[10] - '0') * 10 + (unsigned)(at[11] - '0');
    if (RARE((version & ~(UINT64_C(1) << 56)) != 0 || at[8] != ' ' || at[12] != ' '))
        return false;
    if (RARE(!h1i_is(at[10], H1I_DIGIT) || !h1i_is(at[11], H1I_DIGIT) || at[9] < '1' || at[9] > '5'))
        return false;
    line->text = line->at + 13;
    w->at = w->block = line->text;
    if (!fill_controls(w) || !take_line_end(w, &line->behind, four))
        return false;
    w->at = line->behind + 2;
    return true;
}
