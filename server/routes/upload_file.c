/* SPDX-License-Identifier: MIT */
/* See upload_file.h. */
#include "upload_file.h"

#include <errno.h>
#include <stdio.h>

#include <openssl/evp.h>

int srv_incoming_begin(srv_incoming *in, const char *name, uint64_t size)
{
    int error = 0;

    if (in->hash == NULL)
        in->hash = EVP_MD_CTX_new();
    if (in->hash == NULL || EVP_DigestInit_ex(in->hash, EVP_sha256(), NULL) != 1)
        return ENOMEM;
    in->grows = size == SRV_LENGTH_UNKNOWN;
    if (in->store != NULL)
        error = srv_store_begin(in->store, &in->file, in->grows ? 0 : size);
    in->open = error == 0;
    in->size = 0;
    snprintf(in->name, sizeof in->name, "%s", name);
    return error;
}

static void drop(srv_incoming *in)
{
    if (in->store != NULL && in->open)
        srv_store_drop(in->store, &in->file);
    in->open = false;
}

int srv_incoming_add(srv_incoming *in, const void *bytes, size_t len)
{
    int error = EVP_DigestUpdate(in->hash, bytes, len) == 1 ? 0 : EIO;

    if (error == 0 && in->store != NULL && in->grows)
        error = srv_store_extend(in->store, &in->file, len);
    if (error == 0 && in->store != NULL)
        error = srv_store_write(in->store, &in->file, bytes, len);
    in->size += len;
    if (error != 0)
        drop(in);
    return error;
}

int srv_incoming_end(srv_incoming *in, srv_ending *e)
{
    uint8_t digest[EVP_MAX_MD_SIZE];
    char hex[2 * EVP_MAX_MD_SIZE + 1] = "";
    unsigned len = 0;
    int error = EVP_DigestFinal_ex(in->hash, digest, &len) == 1 ? 0 : EIO;

    *e = (srv_ending){0};
    for (unsigned i = 0; i < len; i++)
        snprintf(hex + 2 * (size_t)i, 3, "%02x", digest[i]);
    if (error == 0) {
        e->says = json_pack("{s:s,s:I,s:s,s:b}", "file_name", in->name, "size", (json_int_t)in->size, "sha256", hex,
                            "stored", in->store != NULL);
        error = e->says == NULL ? ENOMEM : 0;
    }
    if (error == 0 && in->store != NULL) {
        e->sync = srv_sync_begin(in->store, &in->file, in->name);
        error = e->sync == NULL ? ENOMEM : 0;
    }
    drop(in);
    if (error != 0)
        srv_ending_leave(e);
    return error;
}

int srv_ending_finish(srv_ending *e)
{
    char stored[FRAME_NAME_MOST + 1];
    int error = e->sync != NULL ? srv_sync_end(e->sync, stored) : 0;

    if (e->sync != NULL && error == 0 && json_object_set_new(e->says, "file_name", json_string(stored)) != 0)
        error = ENOMEM;
    e->sync = NULL;
    srv_ending_leave(e);
    return error;
}

void srv_ending_leave(srv_ending *e)
{
    srv_sync_leave(e->sync);
    json_decref(e->says);
    *e = (srv_ending){0};
}

void srv_incoming_free(srv_incoming *in)
{
    drop(in);
    EVP_MD_CTX_free(in->hash);
    in->hash = NULL;
}
