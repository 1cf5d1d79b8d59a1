"""What a request sends, as far as somebody has decided that it may: so many bytes, in so many seconds."""

from __future__ import annotations

import asyncio

from starlette.datastructures import FormData
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message

from g60.contract.errors import RefusedError

# A browser hears an answer only once it has sent everything: so much more is read, and not kept.
READ_ON = 32_000_000
SECONDS = 60.0


async def body_of(request: Request, most: int) -> bytes | None:
    """The body of a request; None where it has more than `most` bytes.

    Raises RefusedError where it takes longer than a minute, or breaks off.
    """
    kept, read = bytearray(), 0
    try:
        async with asyncio.timeout(SECONDS):
            async for part in request.stream():
                read += len(part)
                if read <= most:
                    kept += part
                elif read > READ_ON:
                    break
    except (TimeoutError, ClientDisconnect) as error:
        raise RefusedError("error_body_slow", seconds=int(SECONDS)) from error
    return bytes(kept) if read <= most else None


async def form_of(request: Request, most: int, fields: int) -> FormData | None:
    """The form in the body of a request, with so many fields at most and no file; None and errors as of `body_of`."""
    body = await body_of(request, most)
    if body is None:
        return None

    async def taken() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return await Request(request.scope, taken).form(max_files=0, max_fields=fields, max_part_size=most)
