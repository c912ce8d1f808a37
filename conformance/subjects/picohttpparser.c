/* SPDX-License-Identifier: MIT */
/* picohttpparser as a subject, as Debian has it: inside libh2o, without a header. It reads heads and leaves message
 * framing to its user, so what has a body can't be asked; each piece it is given with all before it, as it wants. */
#include <string.h>
#include <strings.h>

#include "talk.h"

static const char *const FILLS[] = {"method", "target", "version", "fields", "end", NULL};

struct phr_header {
    const char *name;
    size_t name_len;
    const char *value;
    size_t value_len;
};
int phr_parse_request(const char *buf, size_t len, const char **method, size_t *method_len, const char **path,
                      size_t *path_len, int *minor, struct phr_header *headers, size_t *count, size_t last_len);

static bool is(const struct phr_header *h, const char *name)
{
    return h->name_len == strlen(name) && strncasecmp(h->name, name, h->name_len) == 0;
}

static void play(const talk_question *q)
{
    static struct phr_header fields[128];
    const char *bytes = (const char *)q->bytes, *method, *target, *verdict = q->end ? "accept" : "more";
    size_t at = 0, seen = 0, method_len, target_len;
    int minor, head = 0;

    for (size_t i = 0; i < q->cut_count && head != -1 && !q->response; seen = q->cuts[i++] - at) {
        for (size_t count = 128; at < q->cuts[i]; at += (size_t)head, seen = 0, count = 128) {
            head = phr_parse_request(bytes + at, q->cuts[i] - at, &method, &method_len, &target, &target_len, &minor,
                                     fields, &count, seen);
            if (head < 0)
                break;
            talk_begin();
            talk_version(1, (unsigned)minor);
            talk_request(method, method_len, target, target_len);
            for (size_t k = 0; k < count; k++) {
                talk_field(fields[k].name, fields[k].name_len, fields[k].value, fields[k].value_len);
                if (is(&fields[k], "Content-Length") || is(&fields[k], "Transfer-Encoding"))
                    verdict = "unsupported";
            }
            talk_end(at + (size_t)head);
        }
    }
    if (verdict[0] != 'u' && head < 0)
        verdict = head == -1 ? "refuse" : q->end ? "incomplete" : "more";
    talk_verdict(q->response ? "unsupported" : verdict);
    talk_why(q->response || verdict[0] == 'u' ? "it leaves message framing to its user" : "");
}

TALK_MAIN("picohttpparser", "in libh2o 2.2.5", FILLS, play)
