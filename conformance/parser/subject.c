/* SPDX-License-Identifier: MIT */
/* See subject.h. One question is under way at a time; reading and writing go on side by side, so that neither a subject
 * that answers before it has read all nor one that writes to standard error without end can block us. */
#include "subject.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <jansson.h>

#include "framing/frame.h"

enum {
    LAST_LINES = 400, /* bytes of standard error that are shown */
    KEPT = 4096,      /* that are kept */
    ANSWER_MOST = FRAME_HEADER + FRAME_DICTIONARY_MOST,
    SHELL_SIGNAL = 128,    /* a shell adds it to the signal that ended its command */
    PATIENCE_AT_END = 500, /* milliseconds for a process to be gone */
};

struct conf_subject {
    conf_memory *memory;
    const char *command, *name;
    unsigned fills, milliseconds, starts;
    pid_t pid; /* 0: not running */
    int in, out, err;
    uint8_t answer[ANSWER_MOST];
    size_t answer_len;
    char lines[KEPT]; /* the last of standard error */
    size_t line_len;
};

/* A question on its way. */
typedef struct asking {
    const uint8_t *bytes;
    size_t len, sent;
    int64_t deadline;
} asking;

static int64_t now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* ---- The process ---- */

static void close_all(const int *ends, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (ends[i] >= 0)
            close(ends[i]);
    }
}

static void become_subject(const char *command, const int ends[6])
{
    setpgid(0, 0);
    signal(SIGPIPE, SIG_DFL);
    if (dup2(ends[0], 0) >= 0 && dup2(ends[3], 1) >= 0 && dup2(ends[5], 2) >= 0)
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(127);
}

/* Pipes: ours to its standard input (0, 1), its output to us (2, 3), its errors to us (4, 5). */
static bool launch(conf_subject *s)
{
    int ends[6] = {-1, -1, -1, -1, -1, -1};

    for (size_t i = 0; i < 6; i += 2) {
        if (pipe2(ends + i, O_CLOEXEC) != 0) {
            close_all(ends, 6);
            return false;
        }
    }
    signal(SIGPIPE, SIG_IGN); /* a subject that died is told apart by write() */
    s->pid = fork();
    if (s->pid == 0)
        become_subject(s->command, ends);
    close(ends[0]);
    close(ends[3]);
    close(ends[5]);
    s->in = ends[1];
    s->out = ends[2];
    s->err = ends[4];
    if (s->pid < 0) {
        close_all((int[]){s->in, s->out, s->err}, 3);
        s->pid = 0;
        return false;
    }
    setpgid(s->pid, s->pid);
    fcntl(s->in, F_SETFL, O_NONBLOCK);
    fcntl(s->out, F_SETFL, O_NONBLOCK);
    fcntl(s->err, F_SETFL, O_NONBLOCK);
    s->answer_len = s->line_len = 0;
    s->starts++;
    return true;
}

/* Wait for it to be gone; after a while it is killed. Returns its status as waitpid() gives it. */
static int reap(conf_subject *s, int patience)
{
    int64_t deadline = now() + patience;
    int status = 0;

    while (waitpid(s->pid, &status, WNOHANG) == 0) {
        if (now() >= deadline) {
            kill(-s->pid, SIGKILL);
            waitpid(s->pid, &status, 0);
            break;
        }
        poll(NULL, 0, 5);
    }
    kill(-s->pid, SIGKILL); /* what it has started */
    close_all((int[]){s->in, s->out, s->err}, 3);
    s->pid = 0;
    return status;
}

/* ---- What it writes ---- */

/* Keep the last of standard error. */
static void read_errors(conf_subject *s)
{
    char more[1024];
    ssize_t got = read(s->err, more, sizeof more);

    if (got <= 0)
        return;
    if (s->line_len + (size_t)got > KEPT) {
        size_t dropped = s->line_len + (size_t)got - KEPT;
        memmove(s->lines, s->lines + dropped, s->line_len - dropped);
        s->line_len -= dropped;
    }
    memcpy(s->lines + s->line_len, more, (size_t)got);
    s->line_len += (size_t)got;
}

/* Its last lines as one, without what isn't printed. */
static const char *last_lines(conf_subject *s)
{
    size_t shown = s->line_len < LAST_LINES ? s->line_len : LAST_LINES;
    char *text = conf_text(s->memory, s->lines + s->line_len - shown, shown);

    while (shown > 0 && text[shown - 1] == '\n')
        text[--shown] = '\0';
    for (size_t i = 0; i < shown; i++)
        text[i] = text[i] == '\n' ? '|' : text[i] < ' ' || text[i] > '~' ? '?' : text[i];
    return shown > 0 ? conf_format(s->memory, "; its last lines: %s", text) : "";
}

static const char *ending(conf_subject *s, int status)
{
    int number = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status) - SHELL_SIGNAL;

    if (number > 0 && number < NSIG)
        return conf_format(s->memory, "signal %d (%s)", number, strsignal(number));
    return conf_format(s->memory, "exit status %d", WEXITSTATUS(status));
}

/* ---- One question ---- */

/* Returns false once it can't be written to any more; what it has said may still come. */
static bool write_on(conf_subject *s, asking *a)
{
    ssize_t sent = write(s->in, a->bytes + a->sent, a->len - a->sent);

    if (sent > 0)
        a->sent += (size_t)sent;
    return sent >= 0 || errno == EAGAIN || errno == EINTR;
}

/* Returns false at the end of its output. */
static bool read_on(conf_subject *s)
{
    ssize_t got = read(s->out, s->answer + s->answer_len, ANSWER_MOST - s->answer_len);

    if (got > 0)
        s->answer_len += (size_t)got;
    return got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR));
}

/* Is a whole answer here? *wrong: it can't become one. */
static bool has_answer(const conf_subject *s, frame_event *event, const char **wrong)
{
    frame_decoder decoder;

    frame_decoder_init(&decoder, FRAME_PLAIN, FRAME_DICTIONARY_MOST, 1);
    frame_next(&decoder, s->answer, s->answer_len, false, event);
    if (event->type == FRAME_REFUSED)
        *wrong = h1_rule_info_of(event->rule)->title;
    else if (event->type == FRAME_DICT && event->dictionary.file_size > 0)
        *wrong = "an answer has no payload";
    else if (event->type == FRAME_DICT && event->span.at + event->span.len < s->answer_len)
        *wrong = "bytes behind the answer";
    return event->type == FRAME_DICT;
}

/* Send the question and wait for the answer. Returns NULL with the answer in s->answer, at event's span; or what went
 * wrong, and then it is gone. */
static const char *exchange(conf_subject *s, asking *a, frame_event *event)
{
    const char *wrong = NULL;
    bool open = true;

    s->answer_len = 0;
    while (open) {
        bool writing = a->sent < a->len;
        struct pollfd ends[3] = {{.fd = s->out, .events = POLLIN},
                                 {.fd = s->err, .events = POLLIN},
                                 {.fd = writing ? s->in : -1, .events = POLLOUT}};
        int64_t left = a->deadline - now();
        if (left <= 0) {
            reap(s, 0);
            return conf_format(s->memory, "no answer within %u ms: it was killed%s", s->milliseconds, last_lines(s));
        }
        if (poll(ends, 3, (int)left) <= 0)
            continue;
        if (ends[1].revents != 0)
            read_errors(s);
        if (ends[2].revents != 0 && !write_on(s, a))
            a->sent = a->len;
        if (ends[0].revents == 0)
            continue;
        open = read_on(s);
        if (has_answer(s, event, &wrong) && wrong == NULL)
            return NULL;
        if (wrong != NULL) {
            reap(s, 0);
            return conf_format(s->memory, "no answer: %s%s", wrong, last_lines(s));
        }
    }
    return "";
}

/* It closed its output: it is ending, or mute. */
static const char *how_it_died(conf_subject *s)
{
    int64_t deadline = now() + PATIENCE_AT_END;
    int status;

    while (now() < deadline) {
        struct pollfd errors = {.fd = s->err, .events = POLLIN};
        if (poll(&errors, 1, 50) > 0 && (errors.revents & POLLIN) == 0)
            break;
        read_errors(s);
    }
    status = reap(s, PATIENCE_AT_END);
    return conf_format(s->memory, "it ended without an answer, %s%s", ending(s, status), last_lines(s));
}

/* Ask with a dictionary and a payload. Returns NULL, or what went wrong. */
static const char *ask(conf_subject *s, const json_t *dictionary, conf_bytes payload, frame_event *event)
{
    char *text = json_dumps(dictionary, JSON_COMPACT | JSON_ENSURE_ASCII);
    conf_buffer bytes = {0};
    uint8_t header[FRAME_HEADER];
    asking a;
    const char *wrong;

    if (text == NULL || frame_encode(FRAME_PLAIN, (uint8_t *)text, strlen(text), header, NULL).rule != H1_RULE_NONE)
        return "the question doesn't fit into a frame";
    conf_buffer_add(s->memory, &bytes, header, sizeof header);
    conf_buffer_add(s->memory, &bytes, (uint8_t *)text, strlen(text));
    conf_buffer_add(s->memory, &bytes, payload.at, payload.len);
    free(text);
    if (s->pid == 0 && !launch(s))
        return conf_format(s->memory, "it can't be started: %s", strerror(errno));
    a = (asking){.bytes = bytes.at, .len = bytes.len, .deadline = now() + s->milliseconds};
    wrong = exchange(s, &a, event);
    return wrong != NULL && wrong[0] == '\0' ? how_it_died(s) : wrong;
}

static json_t *list_of(const size_t *numbers, size_t count)
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_integer((json_int_t)numbers[i]));
    return list;
}

static json_t *dictionary_of(const conf_question *q)
{
    json_t *methods = q->methods_known ? json_array() : NULL;
    json_t *tunnels = q->tunnels_known ? list_of(q->tunnels, q->tunnel_count) : NULL;

    for (size_t i = 0; i < q->method_count; i++)
        json_array_append_new(methods, json_string(q->methods[i]));
    return json_pack("{s:i, s:s, s:s, s:o*, s:o*, s:o, s:b, s:I}", "h1subject", 1, "case", q->id, "side",
                     q->side == H1_REQUESTS ? "request" : "response", "methods", methods, "tunnels", tunnels, "cuts",
                     list_of(q->cuts, q->cut_count), "end", (int)q->end, "file_size", (json_int_t)q->bytes.len);
}

/* ---- For callers ---- */

conf_subject *conf_subject_start(conf_memory *memory, const char *command, unsigned milliseconds, const char **trouble)
{
    conf_subject *s = conf_alloc(memory, sizeof *s);
    json_t *hello = json_pack("{s:i, s:b}", "h1subject", 1, "hello", 1);
    frame_event event;

    s->memory = memory;
    s->command = command;
    s->milliseconds = milliseconds;
    *trouble = ask(s, hello, (conf_bytes){0}, &event);
    json_decref(hello);
    if (*trouble == NULL)
        *trouble = conf_greeting_read(memory, s->answer + event.span.at, event.span.len, &s->name, &s->fills);
    if (*trouble == NULL)
        return s;
    conf_subject_end(s);
    return NULL;
}

const char *conf_subject_name(const conf_subject *subject)
{
    return subject->name;
}

unsigned conf_subject_fills(const conf_subject *subject)
{
    return subject->fills;
}

unsigned conf_subject_starts(const conf_subject *subject)
{
    return subject->starts;
}

bool conf_subject_ask(conf_subject *subject, const conf_question *question, conf_reply *reply, const char **trouble)
{
    json_t *dictionary = dictionary_of(question);
    frame_event event;
    const char *wrong = ask(subject, dictionary, question->bytes, &event);

    json_decref(dictionary);
    if (wrong == NULL) {
        const uint8_t *text = subject->answer + event.span.at;
        const char *slip = conf_reply_read(subject->memory, text, event.span.len, reply);
        if (slip == NULL)
            return true;
        reap(subject, 0);
        wrong = conf_format(subject->memory, "no answer: %s%s", slip, last_lines(subject));
    }
    *trouble = wrong;
    return false;
}

void conf_subject_end(conf_subject *subject)
{
    if (subject == NULL || subject->pid == 0)
        return;
    close(subject->in);
    subject->in = -1;
    reap(subject, PATIENCE_AT_END);
}
