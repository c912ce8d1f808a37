/* SPDX-License-Identifier: MIT */
/* See sync.h. One queue under one lock; threads are begun when there is more to do than threads that wait, after any
 * fork. A sync belongs to its queue until it is done, and then to whoever began it, or to nobody if they have left. */
#include "sync.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS_MOST = 4 };

struct srv_sync {
    srv_sync *next; /* in the queue */
    struct srv_syncs *all;
    srv_file file;
    char name[FRAME_NAME_MOST + 1], stored[FRAME_NAME_MOST + 1];
    int folder, error;
    bool done, left;
};

typedef struct srv_syncs {
    pthread_mutex_t lock;
    pthread_cond_t work, done; /* there is something to do; something was done */
    srv_sync *first, **last;
    pthread_t threads[THREADS_MOST];
    size_t count, waiting;
    bool end;
} srv_syncs;

/* ---- The threads ---- */

static void done(srv_sync *sync, int error)
{
    sync->error = error;
    sync->done = true;
    if (sync->left)
        free(sync);
    else
        pthread_cond_broadcast(&sync->all->done);
}

/* The next one; NULL when there will be none. Called and returns with the lock held. */
static srv_sync *wait_for_work(srv_syncs *all)
{
    srv_sync *sync;

    all->waiting++;
    while (all->first == NULL && !all->end)
        pthread_cond_wait(&all->work, &all->lock);
    all->waiting--;
    sync = all->first;
    if (sync != NULL)
        all->first = sync->next;
    if (all->first == NULL)
        all->last = &all->first;
    return sync;
}

static void *run(void *context)
{
    srv_syncs *all = context;
    srv_sync *sync;

    pthread_mutex_lock(&all->lock);
    while ((sync = wait_for_work(all)) != NULL) {
        int error;
        pthread_mutex_unlock(&all->lock);
        error = srv_file_settle(sync->folder, &sync->file, sync->name, sync->stored);
        pthread_mutex_lock(&all->lock);
        done(sync, error);
    }
    pthread_mutex_unlock(&all->lock);
    return NULL;
}

static srv_syncs *syncs_new(void)
{
    srv_syncs *all = calloc(1, sizeof *all);

    if (all == NULL)
        return NULL;
    pthread_mutex_init(&all->lock, NULL);
    pthread_cond_init(&all->work, NULL);
    pthread_cond_init(&all->done, NULL);
    all->last = &all->first;
    return all;
}

void srv_syncs_free(srv_syncs *all)
{
    if (all == NULL)
        return;
    pthread_mutex_lock(&all->lock);
    all->end = true;
    pthread_cond_broadcast(&all->work);
    pthread_mutex_unlock(&all->lock);
    for (size_t i = 0; i < all->count; i++)
        pthread_join(all->threads[i], NULL);
    pthread_cond_destroy(&all->work);
    pthread_cond_destroy(&all->done);
    pthread_mutex_destroy(&all->lock);
    free(all);
}

/* ---- Who waits for them ---- */

/* Returns whether there is a thread that will come to it. */
static bool enqueue(srv_syncs *all, srv_sync *sync)
{
    bool taken;

    pthread_mutex_lock(&all->lock);
    if (all->waiting == 0 && all->count < THREADS_MOST &&
        pthread_create(&all->threads[all->count], NULL, run, all) == 0)
        all->count++;
    taken = all->count > 0;
    if (taken) {
        *all->last = sync;
        all->last = &sync->next;
        pthread_cond_signal(&all->work);
    }
    pthread_mutex_unlock(&all->lock);
    return taken;
}

srv_sync *srv_sync_begin(srv_store *store, srv_file *file, const char *name)
{
    srv_sync *sync = calloc(1, sizeof *sync);

    if (store->syncs == NULL)
        store->syncs = syncs_new();
    if (sync == NULL || store->syncs == NULL) {
        free(sync);
        srv_store_drop(store, file);
        return NULL;
    }
    sync->all = store->syncs;
    sync->folder = store->folder;
    sync->file = *file;
    memcpy(sync->name, name, strlen(name) + 1);
    store->claimed -= file->due;
    *file = (srv_file){.fd = -1};
    if (!enqueue(sync->all, sync)) {
        sync->error = srv_file_settle(sync->folder, &sync->file, sync->name, sync->stored);
        sync->done = true;
    }
    return sync;
}

bool srv_sync_is_done(srv_sync *sync)
{
    bool is_done;

    pthread_mutex_lock(&sync->all->lock);
    is_done = sync->done;
    pthread_mutex_unlock(&sync->all->lock);
    return is_done;
}

int srv_sync_end(srv_sync *sync, char stored[FRAME_NAME_MOST + 1])
{
    srv_syncs *all = sync->all;
    int error;

    pthread_mutex_lock(&all->lock);
    while (!sync->done)
        pthread_cond_wait(&all->done, &all->lock);
    pthread_mutex_unlock(&all->lock);
    memcpy(stored, sync->stored, sizeof sync->stored);
    error = sync->error;
    free(sync);
    return error;
}

void srv_sync_leave(srv_sync *sync)
{
    srv_syncs *all = sync != NULL ? sync->all : NULL;
    bool is_done;

    if (sync == NULL)
        return;
    pthread_mutex_lock(&all->lock);
    is_done = sync->done;
    sync->left = true;
    pthread_mutex_unlock(&all->lock);
    if (is_done)
        free(sync);
}
