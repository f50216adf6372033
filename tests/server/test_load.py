"""Two hundred clients at once read parts of chunks. Each must get what lies on disk, and the server's memory stays
within a bound that has nothing to do with how long they read.

LCA_LOAD_SECONDS says how long: a few seconds in CI, a minute by hand.
"""

import asyncio
import json
import os
import time
import urllib.request

CLIENTS = 200
SECONDS = float(os.environ.get("LCA_LOAD_SECONDS", "4"))

# Above what it holds before any client comes: 256 kB for each client, twice, and room for the rest.
BOUND = 160 << 20


def get(url: str) -> bytes:
    with urllib.request.urlopen(url) as answer:
        return answer.read()


async def request(reader, writer, path: str, host: str, span: tuple[int, int]) -> bytes:
    head = f"GET {path} HTTP/1.1\r\nhost: {host}\r\nrange: bytes={span[0]}-{span[1]}\r\n\r\n"
    writer.write(head.encode())
    await writer.drain()
    said = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    assert said.startswith("http/1.1 206"), said
    length = next(int(line.split(":")[1]) for line in said.splitlines() if line.startswith("content-length"))
    return await reader.readexactly(length)


async def client(number: int, host: str, chunks: dict[str, bytes], until: float) -> tuple[int, int]:
    reader, writer = await asyncio.open_connection(*host.split(":"))
    names = sorted(chunks)
    done, size = 0, 0
    while time.monotonic() < until:
        name = names[(number * 7 + done) % len(names)]
        whole = chunks[name]
        start = (number * 4099 + done * 65537) % (len(whole) // 2)
        end = min(len(whole), start + (1 << 17)) - 1
        part = await request(reader, writer, name, host, (start, end))
        assert part == whole[start : end + 1], name
        done, size = done + 1, size + len(part)
    writer.close()
    return done, size


async def all_clients(host: str, chunks: dict[str, bytes]) -> list[tuple[int, int]]:
    until = time.monotonic() + SECONDS
    return await asyncio.gather(*(client(number, host, chunks, until) for number in range(CLIENTS)))


def test_two_hundred_clients_read_at_once(served):
    movie = json.loads(get(f"{served.url}/api/atlases/small/movies/movie"))
    level = f"{movie['url']}/{movie['levels'][0]['path']}"
    paths = [f"{level}/c/{t}/0/0/0/0" for t in range(movie["shape"][0])]
    chunks = {path: get(served.url + path) for path in paths}
    before = served.peak_memory()
    results = asyncio.run(all_clients(served.url.removeprefix("http://"), chunks))
    requests, size = (sum(one) for one in zip(*results))
    grown = served.peak_memory() - before
    print(f"{CLIENTS} clients, {SECONDS:.0f} s: {requests / SECONDS:.0f} requests/s, {size / SECONDS / 1e6:.0f} MB/s, ")
    print(f"peak memory {served.peak_memory() / 1e6:.0f} MB, {grown / 1e6:.0f} MB more than before")
    assert min(done for done, _ in results) > 0
    assert grown < BOUND
