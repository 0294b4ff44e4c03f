#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Random tiny models of every architecture and its variants: transformers against `fexp run`.

usage: architectures_differential.py FEXP [NAME...]     needs torch, transformers, safetensors (pip)

Each case makes a checkpoint with random weights, runs it here (float32, eager attention) and with
fexp (--weights f32) and compares every tensor of fexp's dump that transformers gives too, rows of
padding left out. Exit status 1 if one differs.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

import torch
import transformers as t
from safetensors.torch import load_file, save_file

SMALL = dict(hidden_size=48, intermediate_size=96, num_hidden_layers=3, num_attention_heads=4)
DECODER = dict(SMALL, vocab_size=200, max_position_embeddings=64)


def opt(**kw):
    return t.OPTForCausalLM(t.OPTConfig(**dict(
        hidden_size=48, ffn_dim=96, num_hidden_layers=3, num_attention_heads=4, vocab_size=200,
        max_position_embeddings=64, word_embed_proj_dim=48, **kw)))


def gpt2(**kw):
    return t.GPT2LMHeadModel(t.GPT2Config(**dict(
        n_embd=48, n_layer=3, n_head=4, n_positions=64, vocab_size=200) | kw))


def llama(**kw):
    return t.LlamaForCausalLM(t.LlamaConfig(**dict(DECODER, num_key_value_heads=2) | kw))


def vision(**kw):
    return dict(SMALL, image_size=32, patch_size=8) | kw


def clip(**vision_kw):
    text = dict(SMALL, vocab_size=200, max_position_embeddings=20, eos_token_id=199)
    return t.CLIPModel(t.CLIPConfig(text_config=text, vision_config=vision(**vision_kw),
                                    projection_dim=24))


def siglip(**kw):
    text = dict(SMALL, vocab_size=200, max_position_embeddings=20)
    return t.SiglipModel(t.SiglipConfig(text_config=text, vision_config=vision(**kw)))


def t5(**kw):
    return t.T5ForConditionalGeneration(t.T5Config(**dict(
        d_model=48, d_kv=12, d_ff=96, num_layers=3, num_decoder_layers=2, num_heads=4,
        vocab_size=200, relative_attention_num_buckets=8, relative_attention_max_distance=20) | kw))


# name: (make, kind of input)
CASES = {
    "llama": (lambda: llama(), "decoder"),
    "llama_bias_headdim": (lambda: llama(head_dim=16, attention_bias=True, mlp_bias=True), "decoder"),
    "llama_yarn": (lambda: llama(rope_parameters=dict(
        rope_type="yarn", rope_theta=10000.0, factor=4.0,
        original_max_position_embeddings=16)), "decoder"),
    "llama_llama3": (lambda: llama(rope_parameters=dict(
        rope_type="llama3", rope_theta=10000.0, factor=8.0, low_freq_factor=1.0,
        high_freq_factor=4.0, original_max_position_embeddings=16)), "decoder"),
    "llama_gelu": (lambda: llama(hidden_act="gelu"), "decoder"),
    "mistral": (lambda: t.MistralForCausalLM(t.MistralConfig(
        **dict(DECODER, num_key_value_heads=2, sliding_window=4))), "decoder"),
    "mistral_no_window": (lambda: t.MistralForCausalLM(t.MistralConfig(
        **dict(DECODER, num_key_value_heads=2, sliding_window=None))), "decoder"),
    "qwen2_window": (lambda: t.Qwen2ForCausalLM(t.Qwen2Config(
        **dict(DECODER, num_key_value_heads=2, use_sliding_window=True, sliding_window=4,
               max_window_layers=1))), "decoder"),
    "qwen3": (lambda: t.Qwen3ForCausalLM(t.Qwen3Config(
        **dict(DECODER, num_key_value_heads=2, head_dim=16, attention_bias=True,
               tie_word_embeddings=True))), "decoder"),
    "gemma": (lambda: t.GemmaForCausalLM(t.GemmaConfig(
        **dict(DECODER, num_key_value_heads=2, head_dim=16))), "decoder"),
    "gpt2": (lambda: gpt2(), "decoder"),
    "gpt2_inner_relu": (lambda: gpt2(n_inner=64, activation_function="relu"), "decoder"),
    "gpt_neox": (lambda: t.GPTNeoXForCausalLM(t.GPTNeoXConfig(**DECODER)), "decoder"),
    "gpt_neox_no_bias_tied": (lambda: t.GPTNeoXForCausalLM(t.GPTNeoXConfig(
        **dict(DECODER, attention_bias=False, tie_word_embeddings=True,
               use_parallel_residual=False))), "decoder"),
    "opt": (lambda: opt(), "decoder"),
    "opt_350m": (lambda: opt(do_layer_norm_before=False) if False else t.OPTForCausalLM(
        t.OPTConfig(hidden_size=48, ffn_dim=96, num_hidden_layers=3, num_attention_heads=4,
                    vocab_size=200, max_position_embeddings=64, word_embed_proj_dim=24,
                    do_layer_norm_before=False)), "decoder"),
    "opt_no_bias": (lambda: opt(enable_bias=False), "decoder"),
    "bert": (lambda: t.BertModel(t.BertConfig(**DECODER)), "encoder types"),
    "bert_mlm": (lambda: t.BertForMaskedLM(t.BertConfig(**DECODER)), "encoder types"),
    "bert_classifier": (lambda: t.BertForSequenceClassification(
        t.BertConfig(**DECODER, num_labels=5)), "encoder types"),
    "roberta": (lambda: t.RobertaModel(t.RobertaConfig(**DECODER)), "encoder"),
    "roberta_mlm": (lambda: t.RobertaForMaskedLM(t.RobertaConfig(**DECODER)), "encoder"),
    "roberta_classifier": (lambda: t.RobertaForSequenceClassification(
        t.RobertaConfig(**DECODER, num_labels=4)), "encoder"),
    "xlm_roberta": (lambda: t.XLMRobertaModel(t.XLMRobertaConfig(**DECODER)), "encoder"),
    "distilbert_mlm": (lambda: t.DistilBertForMaskedLM(t.DistilBertConfig(
        dim=48, hidden_dim=96, n_layers=2, n_heads=4, vocab_size=200,
        max_position_embeddings=64)), "encoder"),
    "distilbert_classifier": (lambda: t.DistilBertForSequenceClassification(t.DistilBertConfig(
        dim=48, hidden_dim=96, n_layers=2, n_heads=4, vocab_size=200, max_position_embeddings=64,
        num_labels=3)), "encoder"),
    "vit_no_bias": (lambda: t.ViTModel(t.ViTConfig(**vision(qkv_bias=False))), "picture 48 24"),
    "vit_classifier": (lambda: t.ViTForImageClassification(
        t.ViTConfig(**vision(num_labels=7))), "picture 32 32"),
    "dinov2": (lambda: t.Dinov2Model(t.Dinov2Config(**vision())), "picture 40 64"),
    "dinov2_classifier": (lambda: t.Dinov2ForImageClassification(
        t.Dinov2Config(**vision(num_labels=7, use_swiglu_ffn=True))), "picture 32 48"),
    "dinov2_registers_swiglu": (lambda: t.Dinov2WithRegistersModel(
        t.Dinov2WithRegistersConfig(**vision(use_swiglu_ffn=True, num_register_tokens=3))),
        "picture 72 40"),
    "dinov2_registers_classifier": (lambda: t.Dinov2WithRegistersForImageClassification(
        t.Dinov2WithRegistersConfig(**vision(num_labels=3))), "picture 32 32"),
    "t5": (lambda: t5(), "seq2seq"),
    "t5_gated_silu": (lambda: t5(feed_forward_proj="gated-silu"), "seq2seq"),
    "t5_gated_gelu": (lambda: t5(feed_forward_proj="gated-gelu"), "seq2seq"),
    "clip": (lambda: clip(), "dual 32 32"),
    "clip_larger": (lambda: clip(), "dual 48 64"),
    "siglip": (lambda: siglip(), "dual 32 32"),
    "siglip_larger": (lambda: siglip(), "dual 64 40"),
}


def randomise(model):
    """Weights that leave no part without effect: norms are not 1, biases not 0."""
    g = torch.Generator().manual_seed(7)
    with torch.no_grad():
        for p in model.parameters():
            noise = torch.randn(p.shape, generator=g) * 0.2
            p.copy_(noise if p.dim() > 1 else p + noise)
    model.tie_weights()


def inputs(kind, model):
    g = torch.Generator().manual_seed(3)
    what, *sides = kind.split()
    out = {}
    if what != "picture":
        out["input_ids"] = torch.randint(3, 190, (2, 11), generator=g)
        out["attention_mask"] = torch.ones(2, 11, dtype=torch.long)
        if what != "decoder":
            out["attention_mask"][1, 7:] = 0
            out["input_ids"][1, 7:] = model.config.get_text_config().pad_token_id or 0
    if sides == ["types"]:
        out["token_type_ids"] = torch.randint(0, 2, (2, 11), generator=g)
        sides = []
    if what == "seq2seq":
        out["decoder_input_ids"] = torch.randint(3, 190, (2, 5), generator=g)
    if what == "dual":
        out["input_ids"][:, 5] = 199
        if isinstance(model, t.SiglipModel):
            out["attention_mask"].fill_(1)
    if sides:
        out["pixel_values"] = torch.randn(2, 3, int(sides[0]), int(sides[1]), generator=g)
    return out


def flatten(output, prefix=""):
    """transformers' output as fexp names it."""
    names = {"encoder_hidden_states": "encoder_hidden_states", "text_model_output": "text_",
             "vision_model_output": "vision_"}
    flat = {}
    for key, value in output.items():
        if isinstance(value, torch.Tensor):
            flat[prefix + key] = value
        elif isinstance(value, tuple) and value and isinstance(value[0], torch.Tensor):
            flat |= {f"{prefix}{key}.{i}": v for i, v in enumerate(value)}
        elif key in names:
            flat |= flatten(value, names[key])
    return flat


def reference(model, given):
    extra = {"output_hidden_states": True, "output_attentions": True}
    size = given["pixel_values"].shape[-2:] if "pixel_values" in given else None
    if size is not None and not isinstance(model, (t.Dinov2Model, t.Dinov2ForImageClassification,
                                                  t.Dinov2WithRegistersModel,
                                                  t.Dinov2WithRegistersForImageClassification)):
        extra["interpolate_pos_encoding"] = True
    with torch.inference_mode():
        return flatten(model(**given, **extra))


def run(fexp, folder, given):
    data = {k: v.tolist() for k, v in given.items() if k != "pixel_values"}
    if "pixel_values" in given:
        save_file({"pixel_values": given["pixel_values"].contiguous()}, str(folder / "p.safetensors"))
        data["pixel_values"] = "p.safetensors"
    (folder / "in.json").write_text(json.dumps(data))
    subprocess.run([fexp, "run", str(folder / "m"), "--input", str(folder / "in.json"), "--dump",
                    str(folder / "out.safetensors"), "--weights", "f32", "-q"], check=True,
                   stdout=subprocess.DEVNULL)
    return load_file(str(folder / "out.safetensors"))


def worst(name, got, want, mask):
    if got.shape != want.shape:
        return f"{name}: shape {tuple(got.shape)} for {tuple(want.shape)}"
    beyond = (got - want).abs() - 1e-4 * want.abs()
    own = not name.startswith(("decoder_", "cross_", "vision_"))
    axis = 2 if "attentions" in name else 1
    if mask is not None and own and want.dim() > axis and want.shape[axis] == mask.shape[1]:
        rows = mask.bool() if axis == 1 else mask.bool().unsqueeze(1).expand(want.shape[:3])
        beyond = beyond[rows]
    limit = 2e-5 if "attentions" in name else 2e-4
    return f"{name}: {float(beyond.max()):.1e}" if float(beyond.max()) > limit else None


def check(fexp, name):
    make, kind = CASES[name]
    torch.manual_seed(1)
    model = make().eval()
    model.set_attn_implementation("eager")
    randomise(model)
    given = inputs(kind, model)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        model.save_pretrained(folder / "m")
        got = run(fexp, folder, given)
    want = reference(model, given)
    names = sorted(set(got) & set(want))
    problems = [p for n in names if (p := worst(n, got[n], want[n], given.get("attention_mask")))]
    missing = [n for n in want if n not in got and not n.startswith("past")]
    return names, problems, missing


def main():
    fexp, chosen = sys.argv[1], sys.argv[2:] or list(CASES)
    failed = 0
    for name in chosen:
        try:
            names, problems, missing = check(fexp, name)
        except Exception as error:  # a case that cannot run is a difference too
            names, problems, missing = [], [str(error).splitlines()[-1]], []
        bad = bool(problems) or not names
        failed += bad
        print(f"{'FAIL' if bad else 'ok  '} {name}: {len(names)} tensors"
              + "".join("\n       " + p for p in problems[:4])
              + (f"  (not given: {', '.join(missing)})" if missing else ""), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
