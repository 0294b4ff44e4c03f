// SPDX-License-Identifier: Apache-2.0
#include "tensor/portable_source.h"

namespace fe::tensor {

const char* const kPortableMatrices = R"py(
def linear(x: Tensor, w: Tensor, bias: Optional[Tensor] = None) -> Tensor:
    return torch.linear(x, torch.to(w, x.dtype), bias)

def embedding(ids: Tensor, w: Tensor) -> Tensor:
    return torch.to(torch.embedding(w, ids), 6)
)py";

const char* const kBlockMatrices = R"py(
def linear(x: Tensor, w: List[Tensor], bias: Optional[Tensor] = None) -> Tensor:
    return torch.linear(x, fe.dense(w), bias)

def embedding(ids: Tensor, w: List[Tensor]) -> Tensor:
    return torch.embedding(fe.dense(w), ids)
)py";

const char* const kDifferentiableMatrices = R"py(
def linear(x: Tensor, w: Matrix, bias: Optional[Tensor] = None) -> Tensor:
    y = fe.product(x, w)
    if bias is not None:
        y = y + bias
    return y
)py";

const char* const kUnrecorded = R"py(
def seen(p: Tensor, run: Dict[str, Tensor], name: str) -> Tensor:
    return p
)py";

const char* const kRecorded = R"py(
def seen(p: Tensor, run: Dict[str, Tensor], name: str) -> Tensor:
    run[name] = p
    return p
)py";

const char* const kPortableOperators = R"py(
def rms_norm(x: Tensor, weight: Tensor, eps: float) -> Tensor:
    return weight * (x * torch.rsqrt(torch.mean(torch.square(x), [-1], True) + eps))

def layer_norm(x: Tensor, weight: Tensor, bias: Optional[Tensor], eps: float) -> Tensor:
    return torch.layer_norm(x, [x.size(-1)], weight, bias, eps)

def swiglu(gate_up: Tensor) -> Tensor:
    width = gate_up.size(-1) // 2
    return torch.silu(gate_up.narrow(-1, 0, width)) * gate_up.narrow(-1, width, width)

def mlp(y: Tensor, run: Dict[str, Tensor], layer: int) -> Tensor:
    return y

def batch_of(run: Dict[str, Tensor]) -> int:
    return int(run["shape"][0])

def length_of(run: Dict[str, Tensor]) -> int:
    return int(run["shape"][1])

def sequences(x: Tensor, run: Dict[str, Tensor]) -> Tensor:
    return x.view([batch_of(run), length_of(run), x.size(-1)])

def ids(run: Dict[str, Tensor]) -> Tensor:
    return run["ids"]

def query_positions(run: Dict[str, Tensor]) -> Tensor:
    return torch.arange(length_of(run), device=run["shape"].device)

def key_positions(run: Dict[str, Tensor]) -> Tensor:
    return query_positions(run)

def positions(run: Dict[str, Tensor]) -> Tensor:
    return query_positions(run).repeat([batch_of(run)])

def counted_positions(run: Dict[str, Tensor]) -> Tensor:
    if "counts" in run:
        counts = run["counts"]
        return (counts.cumsum(1) * counts - 1).view([-1])
    return positions(run)

def segments(run: Dict[str, Tensor]) -> Tensor:
    if "segments" in run:
        return run["segments"].reshape([-1])
    return torch.zeros_like(positions(run))

def rotary(qkv: Tensor, run: Dict[str, Tensor]) -> Tensor:
    shape = run["shape"]
    turned = int(shape[2]) + int(shape[3])
    heads = qkv.view([batch_of(run), length_of(run), turned + int(shape[3]), int(shape[4])])
    cosines = run["cosines"].unsqueeze(1)
    sines = run["sines"].unsqueeze(1)
    half = cosines.size(-1)
    first = heads.narrow(2, 0, turned)
    a = first.narrow(3, 0, half)
    b = first.narrow(3, half, half)
    rest = first.narrow(3, 2 * half, int(shape[4]) - 2 * half)
    first = torch.cat([a * cosines - b * sines, b * cosines + a * sines, rest], 3)
    return torch.cat([first, heads.narrow(2, turned, int(shape[3]))], 2).view(qkv.size())

def qk_norm(qkv: Tensor, query_norm: Tensor, key_norm: Tensor, run: Dict[str, Tensor],
            eps: float) -> Tensor:
    shape = run["shape"]
    heads = int(shape[2])
    key_heads = int(shape[3])
    parts = qkv.view([-1, heads + 2 * key_heads, int(shape[4])])
    queries = rms_norm(parts.narrow(1, 0, heads), query_norm, eps)
    keys = rms_norm(parts.narrow(1, heads, key_heads), key_norm, eps)
    values = parts.narrow(1, heads + key_heads, key_heads)
    return torch.cat([queries, keys, values], 1).view(qkv.size())

def attend(queries: Tensor, keys: Tensor, values: Tensor, mask: Optional[Tensor],
           run: Dict[str, Tensor], name: str) -> Tensor:
    scores = torch.matmul(queries, keys.transpose(2, 3)) * run["scale"]
    if mask is not None:
        scores = scores + mask
    probabilities = seen(torch.nan_to_num(torch.softmax(scores, -1), 0.0), run, name)
    mixed = torch.matmul(probabilities, values)
    return mixed.transpose(1, 2).flatten(2).flatten(0, 1)

def attention(qkv: Tensor, run: Dict[str, Tensor], layer: int) -> Tensor:
    shape = run["shape"]
    count = int(shape[2])
    key_count = int(shape[3])
    all = qkv.view([batch_of(run), length_of(run), count + 2 * key_count, int(shape[4])])
    all = all.transpose(1, 2)
    queries = all.narrow(1, 0, count)
    keys = all.narrow(1, count, key_count).repeat_interleave(count // key_count, 1)
    values = all.narrow(1, count + key_count, key_count).repeat_interleave(count // key_count, 1)
    mask: Optional[Tensor] = None
    if "key_mask" in run:
        mask = run["key_mask"]
    if "bias" in run:
        mask = run["bias"] if mask is None else run["bias"] + mask
    if int(shape[5]) > 0:
        place = query_positions(run)
        away = place.unsqueeze(1) - place.unsqueeze(0)
        hidden = torch.lt(away, 0)
        window = int(run["windows"][layer])
        if window > 0:
            hidden = torch.logical_or(hidden, torch.ge(away, window))
        causal = torch.masked_fill(torch.zeros_like(hidden, dtype=qkv.dtype), hidden, -float("inf"))
        mask = causal if mask is None else mask + causal
    return attend(queries, keys, values, mask, run, "attentions." + str(layer))

def cross_attention(q: Tensor, run: Dict[str, Tensor], layer: int) -> Tensor:
    shape = run["shape"]
    queries = q.view([batch_of(run), length_of(run), int(shape[2]), int(shape[4])]).transpose(1, 2)
    mask: Optional[Tensor] = None
    if "memory_mask" in run:
        mask = run["memory_mask"]
    keys = run["memory_keys." + str(layer)]
    values = run["memory_values." + str(layer)]
    return attend(queries, keys, values, mask, run, "cross_attentions." + str(layer))

def additive(counts: Tensor) -> Tensor:
    mask = torch.zeros_like(counts, dtype=6)
    return torch.masked_fill(mask, counts.eq(0), -float("inf")).unsqueeze(1).unsqueeze(1)

def begin(like: Tensor, shape: List[int], scale: float, windows: List[int]) -> Dict[str, Tensor]:
    run: Dict[str, Tensor] = {}
    run["shape"] = torch.tensor(shape, device=like.device)
    run["scale"] = torch.tensor(scale, device=like.device)
    run["windows"] = torch.tensor(windows, device=like.device)
    return run

def read(run: Dict[str, Tensor], ids: Tensor, counts: Optional[Tensor]) -> None:
    run["ids"] = ids
    if counts is not None:
        run["counts"] = counts
        run["key_mask"] = additive(counts)

def turn(run: Dict[str, Tensor], frequencies: Tensor, factor: float) -> None:
    angles = torch.outer(torch.to(query_positions(run), 6), frequencies)
    run["cosines"] = torch.cos(angles) * factor
    run["sines"] = torch.sin(angles) * factor

def measure(run: Dict[str, Tensor], x: Tensor) -> None:
    run["shape"][1] = x.size(0) // batch_of(run)

def remember(run: Dict[str, Tensor], layer: int, memory: Tensor) -> None:
    heads = int(run["shape"][2])
    both = memory.view([batch_of(run), -1, 2 * heads, int(run["shape"][4])]).transpose(1, 2)
    run["memory_keys." + str(layer)] = both.narrow(1, 0, heads)
    run["memory_values." + str(layer)] = both.narrow(1, heads, heads)
)py";

} // namespace fe::tensor
