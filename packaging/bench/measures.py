# SPDX-License-Identifier: GPL-3.0-or-later
"""One measurement each: functions of (setup, inputs) that give a number, made for a row."""

MB = 1e6
PROMPT = "The capital of France is"


# --- Language models

def decode(kind, threads, depth):
    return lambda setup, inputs: setup.fexp_bench(
        "decode", inputs.smollm(kind), "--tokens", 128, "--prompt-tokens", depth,
        "--threads", threads)


def llama_decode(kind, threads, depth):
    return lambda setup, inputs: setup.llama_bench(
        inputs.smollm(kind), "-p", 0, "-n", 128, "-d", depth, "-t", threads)


def prefill(kind):
    return lambda setup, inputs: setup.fexp_bench(
        "prefill", inputs.smollm(kind), "--tokens", 512, "--threads", 2)


def llama_prefill(kind):
    return lambda setup, inputs: setup.llama_bench(
        inputs.smollm(kind), "-p", 512, "-n", 0, "-t", 2)


def generate_one(setup, inputs, kind):
    return setup.timed(setup.fexp, "generate", inputs.smollm(kind), "--prompt", PROMPT,
                       "--max-tokens", 1, "--temperature", 0, "--threads", 2, "-q")


def start(setup, inputs):
    return generate_one(setup, inputs, "Q4_1")[0]


def llama_start(setup, inputs):
    return setup.timed(setup.llama_program("llama-completion"), "-m", inputs.smollm("Q4_1"),
                       "-p", PROMPT, "-n", 1, "-t", 2, "--temp", 0, "-no-cnv", "--no-warmup")[0]


def peak_memory(kind):
    return lambda setup, inputs: generate_one(setup, inputs, kind)[1] / MB


def allowed_memory(kind):
    return lambda setup, inputs: 1.15 * inputs.smollm(kind).stat().st_size / MB + 250


def perplexity(kind, weights):
    return lambda setup, inputs: setup.json(
        setup.fexp, "perplexity", inputs.smollm(kind), "--file", inputs.passage(),
        "--context", 512, "--weights", weights, "-q")["perplexity"]


# --- Text

def encode(weights, batch):
    return lambda setup, inputs: setup.fexp_bench(
        "encode", inputs.minilm(), "--text", inputs.sentences(), "--count", 256, "--batch", batch,
        "--weights", weights, "--threads", 2)


def torch_encode(batch):
    return lambda setup, inputs: setup.peer(
        "encode", inputs.minilm(), inputs.sentences(), batch)["per_s"]


def tokenizer_model(inputs, name):
    return inputs.smollm("Q4_1") if name == "bpe" else inputs.minilm()


def tokenize(name):
    return lambda setup, inputs: setup.fexp_bench(
        "tokenize", tokenizer_model(inputs, name), "--text", inputs.english(), "--threads", 1)


def hf_tokenize(name):
    return lambda setup, inputs: setup.peer(
        "tokenize", tokenizer_model(inputs, name), inputs.english())["per_s"]


def llama_tokenize(name):
    def run(setup, inputs):
        model = inputs.smollm("Q4_1") if name == "bpe" else inputs.minilm_gguf()
        return float(setup.output(inputs.llama_tokenizer(), model, inputs.english()))
    return run


# --- Pictures

def repeated(option, values):
    return [word for value in values for word in (option, value)]


def images(weights, batch):
    return lambda setup, inputs: setup.fexp_bench(
        "images", inputs.clip(), *repeated("--image", inputs.pictures()), "--count",
        64 if batch > 1 else 32, "--batch", batch, "--weights", weights, "--threads", 2)


def open_clip_images(batch):
    return lambda setup, inputs: setup.peer("images", inputs.pictures()[0].parent, batch)["per_s"]


def preprocess(setup, inputs):
    return setup.fexp_bench("preprocess", inputs.clip(),
                            *repeated("--image", inputs.pictures()), "--threads", 1)


def pillow_preprocess(setup, inputs):
    return setup.peer("preprocess", inputs.pictures()[0].parent)["per_s"]


# --- Attention

def attention(key):
    def run(setup, inputs):
        result = setup.fexp_json("attention", inputs.gpt2(), "--tokens", 1024, "--weights", "f32",
                                 "--threads", 2)
        return result["added_bytes"] / MB if key == "added_mb" else result[key]
    return run


def eager_attention(key):
    return lambda setup, inputs: setup.peer("attention", inputs.gpt2(), 1024)[key]
