#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes tests/data/vision: pictures of every kind with what Pillow makes of them.

    vision_images.py DATA_FOLDER        (Pillow 13.0, numpy, transformers 5.23 without PyTorch)

decode/*        small pictures of every form;  decode.tsv: name, width, height, CRC-32 of the RGB bytes
resample.tsv    filter, in and out sizes, CRC-32 of the scaled noise picture (see noise())
processors.json settings of preprocessor_config.json in several dialects and what transformers' PIL
                processors make of noise pictures with them: shape, CRC-32 of the float32 pixels
"""
import json
import random
import struct
import sys
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps
from transformers.image_transforms import convert_to_rgb
from transformers.models.bit.image_processing_pil_bit import BitImageProcessorPil
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil
from transformers.models.siglip.image_processing_pil_siglip import SiglipImageProcessorPil
from transformers.models.vit.image_processing_pil_vit import ViTImageProcessorPil

WIDTH, HEIGHT = 29, 23


def noise(width, height):
    """Bytes 16 to 23 of x = x * 1664525 + 1013904223, from x = 1: the tests make the same."""
    state, out = 1, bytearray()
    for _ in range(width * height * 3):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        out.append(state >> 16 & 0xFF)
    return Image.frombytes("RGB", (width, height), bytes(out))


def pictures():
    """RGB, alpha and 16-bit grey planes that have edges, ramps and noise."""
    rng = np.random.default_rng(7)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    rgb = np.stack([x * 255 // WIDTH, y * 255 // HEIGHT, (x * 7 + y * 13) % 256], -1).astype(np.uint8)
    rgb[5:12, 10:20] = rng.integers(0, 256, (7, 10, 3))
    alpha = ((x * 11 + y * 5) % 256).astype(np.uint8)
    grey = rgb.mean(-1).astype(np.uint8)
    grey16 = grey.astype(np.uint16) * 257 ^ rng.integers(0, 256, grey.shape).astype(np.uint16)
    return rgb, alpha, grey, grey16


def png(bits, colour_type, data, interlaced=0, chunks=b""):
    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, bits, colour_type, 0, 0, interlaced)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunks + chunk(b"IDAT", zlib.compress(data, 9))
            + chunk(b"IEND", b""))


def rows(samples):
    return b"".join(b"\0" + row.tobytes() for row in samples)


def adam7(samples):
    out = b""
    for x, y, dx, dy in [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]:
        part = samples[y::dy, x::dx]
        out += rows(part.reshape(part.shape[0], -1)) if part.size else b""
    return out


def bmp(bits, compression, data, height=HEIGHT, palette=b"", masks=b"", header=40, extra=b""):
    dib = struct.pack("<IiiHHIIiiII", header, WIDTH, height, 1, bits, compression, len(data), 0, 0, len(palette) // 4, 0)
    offset = 14 + len(dib) + len(extra) + len(masks) + len(palette)
    return b"BM" + struct.pack("<IHHI", offset + len(data), 0, 0, offset) + dib + extra + masks + palette + data


def bmp_rows(samples):
    return b"".join(row.tobytes() + b"\0" * (-row.nbytes % 4) for row in samples)


def runs(indices, bits):
    """Run-length coding with all its forms: runs, literals, ends of rows."""
    out = b""
    for row in indices[::-1]:
        literal = [int(v) for v in row[:7]]
        if bits == 8:
            body = bytes(literal)
        else:
            body = bytes(a << 4 | b for a, b in zip(literal[::2], literal[1::2] + [0]))
        out += bytes([0, 7]) + body + b"\0" * (len(body) % 2)
        at = 7
        while at < WIDTH:
            end = at
            while end < WIDTH and row[end] == row[at]:
                end += 1
            value = int(row[at])
            out += bytes([end - at, value if bits == 8 else value << 4 | value])
            at = end
        out += b"\0\0"
    return out + b"\0\1"


def write_decode(folder):
    rgb, alpha, grey, grey16 = pictures()
    image = Image.fromarray(rgb)
    rgba = Image.fromarray(np.dstack([rgb, alpha]))
    l, la = Image.fromarray(grey), Image.merge("LA", (Image.fromarray(grey), Image.fromarray(alpha)))
    p, p4, p2, one = image.quantize(60), image.quantize(16), image.quantize(4), l.convert("1")
    cmyk = image.convert("CMYK")

    def save(picture, name, **options):
        picture.save(folder / name, **options)

    def write(name, content):
        (folder / name).write_bytes(content)

    for name, picture in dict(rgb=image, rgba=rgba, l=l, la=la, p=p, one=one).items():
        save(picture, f"{name}.png")
    save(p4, "p4.png", bits=4)
    save(p2, "p2.png", bits=2)
    save(p, "p_transparent.png", transparency=bytes(range(0, 240, 4)))
    save(l, "l_transparent.png", transparency=int(grey[3, 3]))
    save(image, "rgb_transparent.png", transparency=tuple(int(v) for v in rgb[3, 3]))
    save(Image.fromarray(grey16), "grey16.png")
    rgb16 = rgb.astype(">u2") * 257 ^ (grey16[..., None] & 0xFF).astype(">u2")
    alpha16 = alpha.astype(">u2") * 257
    write("rgb16.png", png(16, 2, rows(rgb16.astype(">u2").reshape(HEIGHT, -1))))
    write("rgba16.png", png(16, 6, rows(np.dstack([rgb16, alpha16]).astype(">u2").reshape(HEIGHT, -1))))
    write("la16.png", png(16, 4, rows(np.dstack([grey16, alpha16]).astype(">u2").reshape(HEIGHT, -1))))
    write("interlaced.png", png(8, 2, adam7(rgb), 1))
    write("interlaced_grey16.png", png(16, 0, adam7(grey16.astype(">u2")), 1))

    exif = Image.Exif()
    for orientation in range(1, 9):
        exif[0x112] = orientation
        save(image, f"exif{orientation}.jpg", exif=exif, quality=92)
        save(image, f"turned{orientation}.tif", tiffinfo={274: orientation}, compression="tiff_lzw")
    save(image, "exif6.png", exif=exif)
    save(image, "exif8.webp", exif=exif, lossless=True)

    save(image, "q90.jpg", quality=90)
    save(image, "progressive.jpg", quality=80, progressive=True)
    save(image, "restarts.jpg", quality=80, restart_marker_rows=1)
    save(l, "l.jpg")
    save(cmyk, "cmyk.jpg", quality=90)
    for subsampling in range(3):
        save(image, f"subsampling{subsampling}.jpg", quality=70, subsampling=subsampling)

    save(image, "lossless.webp", lossless=True)
    save(rgba, "lossless_alpha.webp", lossless=True, exact=True)
    save(rgba, "lossy_alpha.webp", quality=80)
    save(image, "lossy.webp", quality=60)

    for name, picture in dict(rgb=image, l=l, p=p, p4=p4, one=one).items():
        save(picture, f"{name}.bmp")
    bgr = rgb[..., ::-1]
    write("top_first.bmp", bmp(24, 0, bmp_rows(bgr), -HEIGHT))
    r, g, b = (rgb[..., i].astype(int) for i in range(3))
    write("rgb565.bmp", bmp(16, 3, bmp_rows((r >> 3 << 11 | g >> 2 << 5 | b >> 3).astype("<u2")[::-1]),
                            masks=struct.pack("<III", 0xF800, 0x7E0, 0x1F)))
    write("rgb555.bmp", bmp(16, 0, bmp_rows((r >> 3 << 10 | g >> 3 << 5 | b >> 3).astype("<u2")[::-1])))
    bgra = np.dstack([bgr, alpha])[::-1]
    write("unused32.bmp", bmp(32, 0, bgra.tobytes()))
    write("masked32.bmp", bmp(32, 3, bgra.tobytes(), masks=struct.pack("<III", 0xFF0000, 0xFF00, 0xFF)))
    write("alpha32.bmp", bmp(32, 3, bgra.tobytes(), header=108,
                             extra=struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000) + b"\0" * 52))

    def bmp_palette(picture):
        colours = picture.getpalette()
        return b"".join(bytes([colours[i + 2], colours[i + 1], colours[i], 0]) for i in range(0, len(colours), 3))

    write("runs8.bmp", bmp(8, 1, runs(np.array(p), 8), palette=bmp_palette(p)))
    write("runs4.bmp", bmp(4, 2, runs(np.array(p4), 4), palette=bmp_palette(p4)))
    write("os2.bmp", b"BM" + struct.pack("<IHHIIHHHH", 26 + 92 * HEIGHT, 0, 0, 26, 12, WIDTH, HEIGHT, 1, 24)
          + bmp_rows(bgr[::-1]) + b"\0" * 0)

    for compression in (None, "tiff_lzw", "tiff_adobe_deflate", "packbits"):
        for name, picture in dict(rgb=image, l=l, p=p, rgba=rgba).items():
            save(picture, f"{name}_{compression or 'plain'}.tif", compression=compression)
    save(cmyk, "cmyk.tif", compression="tiff_lzw")
    save(image, "jpeg.tif", compression="jpeg")
    save(one, "group4.tif", compression="group4")
    save(Image.fromarray(grey16), "grey16.tif", compression="tiff_lzw")

    lines = []
    for path in sorted(folder.iterdir()):
        opened = Image.open(path)
        if opened.mode == "I;16":
            level = np.floor(np.asarray(ImageOps.exif_transpose(opened)).astype(float) / 257 + 0.5).astype(np.uint8)
            pixels = np.dstack([level] * 3)
        else:
            pixels = convert_to_rgb(ImageOps.exif_transpose(opened), return_numpy=True)
        lines.append(f"{path.name}\t{pixels.shape[1]}\t{pixels.shape[0]}\t{zlib.crc32(pixels.tobytes())}\n")
    (folder.parent / "decode.tsv").write_text("".join(lines))


def write_resample(path):
    random.seed(3)
    lines = []
    sizes = [(1, 1, 7, 5), (3, 5, 64, 64), (1, 90, 40, 40), (90, 1, 40, 40), (64, 64, 64, 64), (64, 48, 64, 20),
             (64, 48, 20, 48), (100, 150, 50, 48), (100, 150, 50, 50), (100, 150, 50, 49), (100, 100, 150, 60)]
    sizes += [tuple(random.randint(1, 120) for _ in range(4)) for _ in range(30)]
    for size in sizes:
        for resample in range(6):
            out = noise(size[0], size[1]).resize((size[2], size[3]), resample)
            lines.append("\t".join(map(str, (resample, *size, zlib.crc32(out.tobytes())))) + "\n")
    path.write_text("".join(lines))


CLASSES = {"CLIP": CLIPImageProcessorPil, "ViT": ViTImageProcessorPil, "Siglip": SiglipImageProcessorPil,
           "Bit": BitImageProcessorPil}
SETTINGS = [
    ("CLIP", {}), ("ViT", {}), ("Siglip", {}), ("Bit", {}),
    ("CLIP", {"size": 64, "crop_size": 48}),
    ("CLIP", {"size": {"shortest_edge": 40}, "crop_size": {"height": 56, "width": 32}, "resample": 1}),
    ("CLIP", {"do_resize": False, "crop_size": 50}),
    ("CLIP", {"do_center_crop": False, "size": {"shortest_edge": 33}}),
    ("CLIP", {"do_center_crop": False, "size": {"shortest_edge": 60, "longest_edge": 70}}),
    ("CLIP", {"size": {"max_height": 50, "max_width": 40}, "do_center_crop": False}),
    ("CLIP", {"size": [30, 44], "crop_size": [20, 24], "do_rescale": False}),
    ("CLIP", {"do_normalize": False, "size": 32, "crop_size": 32, "rescale_factor": 0.5}),
    ("ViT", {"size": 40, "resample": 3}),
    ("ViT", {"size": {"height": 31, "width": 45}, "image_mean": [0.1, 0.2, 0.3], "image_std": [0.7, 0.8, 0.9]}),
    ("ViT", {"size": 40, "image_mean": 0.25, "image_std": 0.75}),
    ("ViT", {"do_center_crop": True, "crop_size": {"height": 20, "width": 30}, "size": {"shortest_edge": 36}}),
    ("ViT", {"size": 24, "resample": 0}), ("ViT", {"size": 24, "resample": 4}), ("ViT", {"size": 24, "resample": 5}),
    ("Siglip", {"size": {"height": 48, "width": 48}, "do_convert_rgb": None}),
    ("Bit", {"size": {"shortest_edge": 64}, "crop_size": {"height": 56, "width": 56},
             "image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225]}),
]


def write_processors(path):
    entries = []
    for family, settings in SETTINGS:
        processor = CLASSES[family](**settings)
        results = []
        for width, height in ((60, 45), (37, 83), (24, 24)):
            pixels = processor(noise(width, height), return_tensors="np")["pixel_values"]
            results.append({"in": [width, height], "shape": list(pixels.shape),
                            "crc32": zlib.crc32(pixels.astype("<f4").tobytes())})
        entries.append({"settings": {"image_processor_type": family + "ImageProcessor", **settings}, "results": results})
    path.write_text("[\n" + ",\n".join(json.dumps(entry) for entry in entries) + "\n]\n")


def main(data):
    decode = data / "decode"
    decode.mkdir(parents=True, exist_ok=True)
    write_decode(decode)
    write_resample(data / "resample.tsv")
    write_processors(data / "processors.json")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
