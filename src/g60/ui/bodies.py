"""What a request sends, as far as somebody has decided that it may: so many bytes, in so many seconds."""

from __future__ import annotations

import asyncio

from starlette.requests import ClientDisconnect, Request

# A browser hears an answer only once it has sent everything: so much more is read, and not kept.
READ_ON = 32_000_000
SECONDS = 60.0


async def body_of(request: Request, most: int) -> bytes | None:
    """The body of a request; None where it has more than `most` bytes, or takes longer than a minute."""
    kept, read = bytearray(), 0
    try:
        async with asyncio.timeout(SECONDS):
            async for part in request.stream():
                read += len(part)
                if read <= most:
                    kept += part
                elif read > READ_ON:
                    break
    except (TimeoutError, ClientDisconnect):
        return None
    return bytes(kept) if read <= most else None
