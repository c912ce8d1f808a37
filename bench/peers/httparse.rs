// SPDX-License-Identifier: MIT
//! httparse behind three C functions for bench/peers/httparse.c: parse a head into an array that stays here, show one of
//! its fields, read a chunk's size. Nothing is copied while time is taken.
use httparse::{Header, ParserConfig, Request, Response, Status};
use std::mem::MaybeUninit;
use std::ptr::addr_of_mut;

const ROOM: usize = 128;
const REFUSED: isize = -1;
const PARTIAL: isize = -2;

const EMPTY: MaybeUninit<Header<'static>> = MaybeUninit::uninit();
static mut HEADERS: [MaybeUninit<Header<'static>>; ROOM] = [EMPTY; ROOM];

fn answer(result: httparse::Result<usize>) -> isize {
    match result {
        Ok(Status::Complete(used)) => used as isize,
        Ok(Status::Partial) => PARTIAL,
        Err(_) => REFUSED,
    }
}

/// # Safety
/// bytes has len bytes, and they stay until the last bench_httparse_field() for them; one thread.
#[no_mangle]
pub unsafe extern "C" fn bench_httparse_head(response: bool, bytes: *const u8, len: usize, count: *mut usize) -> isize {
    let buf: &'static [u8] = std::slice::from_raw_parts(bytes, len);
    let headers: &'static mut [MaybeUninit<Header<'static>>] = &mut *addr_of_mut!(HEADERS);
    let config = ParserConfig::default();
    if response {
        let mut head = Response::new(&mut []);
        let result = config.parse_response_with_uninit_headers(&mut head, buf, headers);
        *count = head.headers.len();
        answer(result)
    } else {
        let mut head = Request::new(&mut []);
        let result = head.parse_with_uninit_headers(buf, headers);
        *count = head.headers.len();
        answer(result)
    }
}

/// # Safety
/// i is below the count of the last bench_httparse_head().
#[no_mangle]
pub unsafe extern "C" fn bench_httparse_field(i: usize, text: *mut *const u8, len: *mut usize) {
    let header = (*addr_of_mut!(HEADERS))[i].assume_init();
    *text = header.name.as_ptr();
    *len = header.name.len();
    *text.add(1) = header.value.as_ptr();
    *len.add(1) = header.value.len();
}

/// # Safety
/// bytes has len bytes.
#[no_mangle]
pub unsafe extern "C" fn bench_httparse_chunk(bytes: *const u8, len: usize, size: *mut u64) -> isize {
    match httparse::parse_chunk_size(std::slice::from_raw_parts(bytes, len)) {
        Ok(Status::Complete((used, n))) => {
            *size = n;
            used as isize
        }
        Ok(Status::Partial) => PARTIAL,
        Err(_) => REFUSED,
    }
}
