/* SPDX-License-Identifier: MIT */
/* See process.h. Three handles have to close before it is over: the process, and its two outputs. */
#include "process.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

enum { TERM_PATIENCE = 1000 };

/* One output: what is kept of it. */
typedef struct output {
    uv_pipe_t pipe;
    char *bytes;
    size_t len;
    bool keeps_last; /* otherwise the first bytes */
} output;

struct conf_process {
    conf_program program;
    uv_process_t process;
    uv_timer_t timer;
    output out, err;
    unsigned open_handles;
    bool running, ending, timed_out;
    int status, signal;
};

static void free_process(conf_process *p)
{
    free(p->out.bytes);
    free(p->err.bytes);
    free(p);
}

/* The group may have members left when its leader has gone. */
static void kill_group(const conf_process *p, int signal)
{
    if (p->process.pid > 0)
        kill(-p->process.pid, signal);
}

static void handle_closed(uv_handle_t *handle)
{
    conf_process *p = handle->data;

    if (--p->open_handles > 0)
        return;
    if (p->program.over != NULL)
        p->program.over(p->program.context, p);
    free_process(p);
}

static void close_handle(uv_handle_t *handle)
{
    if (!uv_is_closing(handle))
        uv_close(handle, handle_closed);
}

/* ---- Outputs ---- */

static void keep(output *o, const char *bytes, size_t len)
{
    size_t over = o->len + len > CONF_OUTPUT_MOST ? o->len + len - CONF_OUTPUT_MOST : 0;

    if (o->bytes == NULL)
        o->bytes = malloc(CONF_OUTPUT_MOST);
    if (o->bytes == NULL)
        return;
    if (over > 0 && o->keeps_last) {
        memmove(o->bytes, o->bytes + over, o->len - over);
        o->len -= over;
        over = 0;
    }
    memcpy(o->bytes + o->len, bytes, len - over);
    o->len += len - over;
}

static void lend_room(uv_handle_t *handle, size_t wished, uv_buf_t *buffer)
{
    static char room[16384];

    (void)handle;
    (void)wished;
    *buffer = uv_buf_init(room, sizeof room);
}

static void wrote(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer)
{
    conf_process *p = stream->data;
    output *o = (uv_pipe_t *)stream == &p->out.pipe ? &p->out : &p->err;

    if (count > 0)
        keep(o, buffer->base, (size_t)count);
    else if (count < 0)
        close_handle((uv_handle_t *)stream);
}

/* ---- The end ---- */

static void kill_now(uv_timer_t *timer)
{
    kill_group(timer->data, SIGKILL);
}

static void out_of_time(uv_timer_t *timer)
{
    conf_process *p = timer->data;

    p->timed_out = true;
    conf_process_end(p);
}

void conf_process_end(conf_process *p)
{
    if (p->ending)
        return;
    p->ending = true;
    kill_group(p, SIGTERM);
    if (p->running)
        uv_timer_start(&p->timer, kill_now, TERM_PATIENCE, 0);
}

/* A child of its own that it left behind may hold the outputs open; the group goes with its leader. */
static void exited(uv_process_t *process, int64_t status, int signal)
{
    conf_process *p = process->data;

    p->running = false;
    p->status = signal != 0 ? -1 : (int)status;
    p->signal = signal;
    kill_group(p, SIGKILL);
    close_handle((uv_handle_t *)process);
    close_handle((uv_handle_t *)&p->timer);
}

/* ---- The beginning ---- */

static int spawn(conf_process *p, uv_loop_t *loop)
{
    char shell[] = "/bin/sh";
    char flag[] = "-c";
    char *command = strdup(p->program.command);
    char *arguments[] = {shell, flag, command, NULL};
    uv_stdio_container_t stdio[3] = {{.flags = UV_IGNORE}};
    uv_process_options_t options = {.exit_cb = exited,
                                    .file = shell,
                                    .args = arguments,
                                    .flags = UV_PROCESS_DETACHED,
                                    .stdio = stdio,
                                    .stdio_count = 3};
    int status;

    stdio[1].flags = stdio[2].flags = UV_CREATE_PIPE | UV_WRITABLE_PIPE;
    stdio[1].data.stream = (uv_stream_t *)&p->out.pipe;
    stdio[2].data.stream = (uv_stream_t *)&p->err.pipe;
    status = command == NULL ? UV_ENOMEM : uv_spawn(loop, &p->process, &options);
    free(command);
    return status;
}

static void listen_to(conf_process *p)
{
    uv_read_start((uv_stream_t *)&p->out.pipe, lend_room, wrote);
    uv_read_start((uv_stream_t *)&p->err.pipe, lend_room, wrote);
    if (p->program.milliseconds > 0)
        uv_timer_start(&p->timer, out_of_time, p->program.milliseconds, 0);
}

static void not_started(conf_process *p)
{
    p->program.over = NULL;
    close_handle((uv_handle_t *)&p->process);
    close_handle((uv_handle_t *)&p->timer);
    close_handle((uv_handle_t *)&p->out.pipe);
    close_handle((uv_handle_t *)&p->err.pipe);
}

conf_process *conf_process_start(conf_net *net, const conf_program *program, const char **error)
{
    uv_loop_t *loop = conf_net_loop(net);
    conf_process *p = calloc(1, sizeof *p);
    int status;

    if (p == NULL)
        abort();
    *p = (conf_process){.program = *program, .open_handles = 4, .running = true};
    p->err.keeps_last = true;
    uv_pipe_init(loop, &p->out.pipe, 0);
    uv_pipe_init(loop, &p->err.pipe, 0);
    uv_timer_init(loop, &p->timer);
    p->process.data = p->timer.data = p->out.pipe.data = p->err.pipe.data = p;
    status = spawn(p, loop);
    if (status < 0) {
        *error = uv_strerror(status);
        not_started(p);
        return NULL;
    }
    listen_to(p);
    return p;
}

/* ---- What may be asked ---- */

bool conf_process_running(const conf_process *process)
{
    return process->running;
}

int conf_process_status(const conf_process *process, int *signal)
{
    *signal = process->signal;
    return process->status;
}

bool conf_process_timed_out(const conf_process *process)
{
    return process->timed_out;
}

conf_bytes conf_process_out(const conf_process *process)
{
    return (conf_bytes){(const uint8_t *)process->out.bytes, process->out.len};
}

conf_bytes conf_process_err(const conf_process *process)
{
    return (conf_bytes){(const uint8_t *)process->err.bytes, process->err.len};
}

void conf_put_process_end(conf_memory *memory, conf_buffer *out, const conf_process *process)
{
    if (process->running)
        conf_put(memory, out, "still running");
    else if (process->signal != 0)
        conf_put(memory, out, "signal %d (%s)", process->signal, strsignal(process->signal));
    else
        conf_put(memory, out, "exit status %d", process->status);
}
