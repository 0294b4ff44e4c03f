#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the TorchScript archives of tests/data/models/torchscript that are made for a purpose.

torchscript_modules.py OUT_FOLDER          needs torch 2.15, numpy, safetensors

clip_cuda_half.pt  A small CLIP with the names, methods and habits of the archives that OpenAI
    published: traced in half precision with encode_image, encode_text and forward, a normalisation
    that goes through float32, the causal mask as a constant, sizes as tensors. PyTorch traces it on
    the CPU; code and pickles are then made to say "cuda:0", as if it had been traced on a GPU.
    The expected numbers are those of the same weights in float32, without TorchScript.
habits.pt  A scripted module with arguments and results of many kinds, .cuda(), .half() and devices
    by name.
"""
import sys
import zipfile
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn

CONTEXT, VOCABULARY, EMBEDDING = 12, 40, 16
PICTURE, PATCH, WIDTH, HEADS, LAYERS = 32, 8, 24, 2, 2


class Norm(nn.LayerNorm):
    def forward(self, x):
        return super().forward(x.type(torch.float32)).type(x.dtype)


class Gelu(nn.Module):
    def forward(self, x):
        return x * torch.sigmoid(1.702 * x)


class Block(nn.Module):
    def __init__(self, mask=None):
        super().__init__()
        self.attn = nn.MultiheadAttention(WIDTH, HEADS)
        self.ln_1 = Norm(WIDTH)
        self.mlp = nn.Sequential()
        self.mlp.add_module("c_fc", nn.Linear(WIDTH, 4 * WIDTH))
        self.mlp.add_module("gelu", Gelu())
        self.mlp.add_module("c_proj", nn.Linear(4 * WIDTH, WIDTH))
        self.ln_2 = Norm(WIDTH)
        self.attn_mask = mask

    def forward(self, x):
        mask = self.attn_mask
        if mask is not None:
            mask = mask.to(dtype=x.dtype, device=x.device)
        y = self.ln_1(x)
        x = x + self.attn(y, y, y, need_weights=False, attn_mask=mask)[0]
        return x + self.mlp(self.ln_2(x))


class Transformer(nn.Module):
    def __init__(self, mask=None):
        super().__init__()
        self.resblocks = nn.Sequential(*[Block(mask) for _ in range(LAYERS)])

    def forward(self, x):
        return self.resblocks(x.permute(1, 0, 2)).permute(1, 0, 2)


class Vision(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, WIDTH, PATCH, PATCH, bias=False)
        self.class_embedding = nn.Parameter(torch.randn(WIDTH))
        self.positional_embedding = nn.Parameter(torch.randn((PICTURE // PATCH) ** 2 + 1, WIDTH))
        self.ln_pre = Norm(WIDTH)
        self.transformer = Transformer()
        self.ln_post = Norm(WIDTH)
        self.proj = nn.Parameter(torch.randn(WIDTH, EMBEDDING) * WIDTH**-0.5)

    def forward(self, x):
        x = self.conv1(x).flatten(2).permute(0, 2, 1)
        start = torch.zeros(x.shape[0], 1, x.shape[-1], dtype=x.dtype, device=x.device)
        x = torch.cat([self.class_embedding.to(x.dtype) + start, x], dim=1)
        x = self.transformer(self.ln_pre(x + self.positional_embedding.to(x.dtype)))
        return self.ln_post(x[:, 0, :]) @ self.proj


class Clip(nn.Module):
    def __init__(self):
        super().__init__()
        mask = torch.full((CONTEXT, CONTEXT), float("-inf")).triu(1)
        self.visual = Vision()
        self.transformer = Transformer(mask)
        self.token_embedding = nn.Embedding(VOCABULARY, WIDTH)
        self.positional_embedding = nn.Parameter(torch.randn(CONTEXT, WIDTH))
        self.ln_final = Norm(WIDTH)
        self.text_projection = nn.Parameter(torch.randn(WIDTH, EMBEDDING) * WIDTH**-0.5)
        self.logit_scale = nn.Parameter(torch.tensor(2.5))
        self.register_buffer("input_resolution", torch.tensor(PICTURE))
        self.register_buffer("context_length", torch.tensor(CONTEXT))
        self.register_buffer("vocab_size", torch.tensor(VOCABULARY))

    @property
    def dtype(self):
        return self.visual.conv1.weight.dtype

    def encode_image(self, image):
        return self.visual(image.type(self.dtype))

    def encode_text(self, text):
        x = self.token_embedding(text).type(self.dtype)
        x = self.transformer(x + self.positional_embedding.type(self.dtype))
        x = self.ln_final(x).type(self.dtype)
        return x[torch.arange(x.shape[0]), text.argmax(dim=-1)] @ self.text_projection

    def forward(self, image, text):
        image = self.encode_image(image)
        text = self.encode_text(text)
        image = image / image.norm(dim=-1, keepdim=True)
        text = text / text.norm(dim=-1, keepdim=True)
        per_image = self.logit_scale.exp() * image @ text.t()
        return per_image, per_image.t()


class Habits(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.arange(6.0).reshape(2, 3).half())
        self.table = [torch.ones(3).half(), torch.arange(3)]
        self.dropout = nn.Dropout(0.5)

    def forward(self, x, times: int, shift: float = 0.5, mask: torch.Tensor | None = None):
        x = x.half().cuda()
        y = self.dropout(x + torch.ones([3], dtype=torch.float16, device=torch.device("cuda")))
        for _ in range(times):
            y = y * 2
        if mask is not None:
            y = y.masked_fill(mask, 0.0)
        return {"y": y, "more": (y.sum() + shift).unsqueeze(0)}, [y > 2.0], times, mask

    @torch.jit.export
    def sides(self, x):
        return x @ self.weight.t(), self.table[0] + self.table[1]

    @torch.jit.export
    def text(self, x):
        return "no tensor"

    @torch.jit.export
    def fails(self, x):
        if x.numel() > 0:
            raise ValueError("this module wants nothing\nat all")
        return x


def rewritten(source, target, words, drop=".debug_pkl"):
    """Copies an archive with `words` replaced in code and pickles, without debug information."""
    reader = torch._C.PyTorchFileReader(str(source))
    writer = torch._C.PyTorchFileWriter(str(target))
    for name in reader.get_all_records():
        if name.endswith(drop) or name.startswith("traced_inputs") or name in (
            "version", "byteorder", ".data/serialization_id", ".format_version", ".storage_alignment"
        ):
            continue
        data = reader.get_record(name)
        if name.endswith((".py", ".pkl")):
            for old, new in words:
                data = data.replace(old, new)
        writer.write_record(name, data, len(data))
    writer.write_end_of_file()


def write_clip(out):
    torch.backends.mha.set_fastpath_enabled(False)
    model = Clip().eval().requires_grad_(False)
    for name, tensor in model.state_dict().items():
        if tensor.is_floating_point() and "ln_" not in name and tensor.dim() > 0:
            tensor.copy_(tensor.half().float())
    image = torch.randn(2, 3, PICTURE, PICTURE)
    text = torch.zeros(3, CONTEXT, dtype=torch.long)
    for row, length in enumerate((5, CONTEXT, 2)):
        text[row, :length] = torch.randint(1, VOCABULARY - 1, (length,))
        text[row, length - 1] = VOCABULARY - 1
    expected = {"image": image, "text": text, "encode_image": model.encode_image(image),
                "encode_text": model.encode_text(text)}
    expected["logits_per_image"], expected["logits_per_text"] = model(image, text)
    save_file({k: v.contiguous() for k, v in expected.items()}, out / "clip_cuda_half.expected.safetensors")

    for module in model.modules():
        if not isinstance(module, nn.LayerNorm):
            for value in module._parameters.values():
                if value is not None and value.dim() > 0:
                    value.data = value.data.half()
    traced = torch.jit.trace_module(
        model, {"forward": (image[:1], text[:1]), "encode_image": image[:1], "encode_text": text[:1]},
        check_trace=False)
    plain = out / "plain.pt"
    traced.save(str(plain))
    # The pickle keeps a text's length before it: four bytes.
    rewritten(plain, out / "clip_cuda_half.pt",
              [(b'torch.device("cpu")', b'torch.device("cuda:0")'), (b"\x03\0\0\0cpu", b"\x06\0\0\0cuda:0")])
    plain.unlink()


def write_habits(out):
    plain = out / "plain.pt"
    torch.jit.script(Habits()).save(str(plain))  # in training mode, as it was left
    rewritten(plain, out / "habits.pt", [])
    plain.unlink()


def main():
    out = Path(sys.argv[1])
    torch.manual_seed(7)
    with torch.no_grad():
        write_clip(out)
        write_habits(out)
    for path in sorted(out.glob("*.pt")):
        with zipfile.ZipFile(path) as archive:
            code = "".join(archive.read(n).decode() for n in archive.namelist() if n.endswith(".py"))
        print(path.name, path.stat().st_size, 'bytes; "cuda":', code.count("cuda"))


if __name__ == "__main__":
    main()
