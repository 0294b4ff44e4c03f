# SPDX-License-Identifier: GPL-3.0-or-later
"""Patch maps of CLIP and SigLIP, and relevance of tokens, in plain PyTorch.

    python relevance.py pictures FOLDER_OF_TINY_MODELS STARTER_MODEL SAMPLE.png OUT.json
    python relevance.py texts FOLDER_OF_TINY_MODELS OUT.json
    python relevance.py pairs FOLDER_OF_TINY_MODELS OUT.json

Needs torch, transformers and, for pictures, pillow. The first is for tst_heat_map; it computes, for vectors of texts t:
  similarity  MaskCLIP (arXiv:2112.01071): the last layer attends to itself alone; SigLIP: the pooling
              head sees one patch alone
  relevance   Chefer et al. 2021 (arXiv:2103.15679), gradients by autograd
  attention   rollout (arXiv:2005.00928), for SigLIP seen from the pooling head
The second is for tst_text_relevance_reference: relevance of every token for one logit, of the model's own
top token at the last position and of another token at another one.
The third is for tst_pair_relevance: of the cosine of a picture and a text, relevance of every patch and of every
token, seen from the tokens that the two vectors are read from.
"""
import json
import math
import sys

import torch
from transformers import AutoModel, AutoModelForCausalLM, AutoModelForMaskedLM, AutoTokenizer

torch.manual_seed(0)


def wave(count, step):
    return torch.tensor([math.sin(step * i) for i in range(count)], dtype=torch.float64).float()


def unit(x):
    return x / x.norm(dim=-1, keepdim=True)


def pool_siglip(head, states, alone=False):
    """The pooling head of transformers' SiglipVisionModel, with its attention weights."""
    batch, tokens, width = states.shape
    if alone:
        states = states.reshape(batch * tokens, 1, width)
        batch, tokens = batch * tokens, 1
    mha = head.attention
    weight, bias = mha.in_proj_weight, mha.in_proj_bias
    heads, dim = mha.num_heads, width // mha.num_heads
    q = (head.probe[0] @ weight[:width].T + bias[:width]).view(1, heads, 1, dim)
    k = (states @ weight[width:2 * width].T + bias[width:2 * width]).view(batch, tokens, heads, dim).transpose(1, 2)
    v = (states @ weight[2 * width:].T + bias[2 * width:]).view(batch, tokens, heads, dim).transpose(1, 2)
    weights = torch.softmax(q @ k.transpose(2, 3) / math.sqrt(dim), -1)
    mixed = mha.out_proj((weights @ v).reshape(batch, width))
    return mixed + head.mlp(head.layernorm(mixed)), weights


def vision_pass(model, pixels):
    """Image vector, attention of layers, attention of the pooling head (or None), hidden states."""
    vision = model.vision_model
    out = vision(pixel_values=pixels, output_attentions=True, output_hidden_states=True)
    if hasattr(model, "visual_projection"):
        return unit(model.visual_projection(out.pooler_output))[0], out.attentions, None, out.hidden_states
    pooled, weights = pool_siglip(vision.head, out.last_hidden_state)
    assert torch.allclose(pooled, out.pooler_output, atol=1e-4), "the pooling head is another"
    return unit(pooled)[0], out.attentions, weights, out.hidden_states


def patch_vectors(model, states):
    vision = model.vision_model
    if not hasattr(model, "visual_projection"):
        return unit(pool_siglip(vision.head, vision.post_layernorm(states[-1]), alone=True)[0])
    layer = vision.encoder.layers[-1]
    x = states[-2]
    x = x + layer.self_attn.out_proj(layer.self_attn.v_proj(layer.layer_norm1(x)))
    x = x + layer.mlp(layer.layer_norm2(x))
    return unit(model.visual_projection(vision.post_layernorm(x[0, 1:])))


def relevance_matrix(attentions, gradients):
    """Chefer et al. 2021, eq. 5 and 6, of all queries."""
    relevance = torch.eye(attentions[0].shape[-1])
    for a, g in zip(attentions, gradients):
        relevance = relevance + (a * g).clamp(min=0)[0].mean(0) @ relevance
    return relevance


def chefer(attentions, gradients, pooling, pooling_gradient):
    relevance = relevance_matrix(attentions, gradients)
    if pooling is None:
        return relevance[0, 1:]
    return ((pooling * pooling_gradient).clamp(min=0)[0].mean(0) @ relevance)[0]


def rollout(attentions, pooling):
    mixed = torch.eye(attentions[0].shape[-1])
    for a in attentions:
        mixed = (0.5 * a[0].mean(0) + 0.5 * torch.eye(mixed.shape[0])) @ mixed
    return mixed[0, 1:] if pooling is None else (pooling[0].mean(0) @ mixed)[0]


def rows(x):
    return [float(f"{v:.9g}") for v in x.detach().reshape(-1).tolist()]


def case(name, model, pixels, texts, picture):
    vector, attentions, pooling, states = vision_pass(model, pixels)
    wanted = list(attentions) + ([] if pooling is None else [pooling])
    maps = []
    for text in texts:
        objective = vector @ text
        gradients = torch.autograd.grad(objective, wanted, retain_graph=True)
        layers = len(attentions)
        maps.append({
            "objective": objective.item(),
            "similarity": rows(patch_vectors(model, states) @ text),
            "relevance": rows(chefer(attentions, gradients[:layers], pooling,
                                     None if pooling is None else gradients[layers])),
            "first_gradient": rows(gradients[0]) if len(texts) == 2 and picture == "wave" else [],
        })
    return {"model": name, "picture": picture, "side": pixels.shape[-1],
            "texts": [rows(t) for t in texts], "maps": maps,
            "attention": rows(rollout(attentions, pooling))}


def text_case(name, model, ids, position, token):
    out = model(input_ids=ids, output_attentions=True)
    if token is None:
        token = int(out.logits[0, position].argmax())
    logit = out.logits[0, position, token]
    gradients = torch.autograd.grad(logit, out.attentions)
    return {"model": name, "ids": ids[0].tolist(), "position": position, "token": token,
            "logit": logit.item(), "relevance": rows(relevance_matrix(out.attentions, gradients)[position])}


def pair_case(name, model, pixels, ids, read_from):
    picture, attentions, pooling, _ = vision_pass(model, pixels)
    text = model.text_model(input_ids=ids, output_attentions=True)
    features = text.pooler_output
    if hasattr(model, "text_projection"):
        features = model.text_projection(features)
    objective = unit(features)[0] @ picture
    wanted = list(text.attentions) + list(attentions) + ([] if pooling is None else [pooling])
    gradients = torch.autograd.grad(objective, wanted)
    count, layers = len(text.attentions), len(attentions)
    tokens = relevance_matrix(text.attentions, gradients[:count])[read_from]
    patches = chefer(attentions, gradients[count:count + layers], pooling,
                     None if pooling is None else gradients[-1])
    return {"model": name, "side": pixels.shape[-1], "ids": ids[0].tolist(), "read_from": read_from,
            "similarity": objective.item(), "tokens": rows(tokens), "patches": rows(patches)}


def write(out, cases):
    with open(out, "w") as file:
        json.dump({"cases": cases}, file)
        file.write("\n")


def all_texts(tiny, out):
    cases = []
    for name, auto in (("llama_tied", AutoModelForCausalLM), ("gpt2", AutoModelForCausalLM),
                       ("bert_mlm_legacy", AutoModelForMaskedLM)):
        model = auto.from_pretrained(f"{tiny}/{name}/checkpoint", attn_implementation="eager").float().eval()
        ids = torch.tensor([[3 + 37 * i % 500 for i in range(12)]])
        cases.append(text_case(name, model, ids, 11, None))
        cases.append(text_case(name, model, ids, 6, 40))
    write(out, cases)


def all_pairs(tiny, out):
    """The text ends with the id that CLIP's pooling looks for, and goes on behind it."""
    cases = []
    for name in ("clip", "clip_gelu_eosid", "siglip"):
        model = AutoModel.from_pretrained(f"{tiny}/{name}/checkpoint", attn_implementation="eager").float().eval()
        config = model.config.text_config
        side = model.config.vision_config.image_size
        pixels = wave(3 * side * side, 0.37).view(1, 3, side, side)
        ids = [1 + 37 * i % (config.vocab_size - 2) for i in range(8)]
        read_from = len(ids) - 1
        if name != "siglip":
            end = config.eos_token_id if config.eos_token_id != 2 else config.vocab_size - 1
            ids = [i for i in ids if i != end][:7]
            read_from = 5
            ids[read_from] = end
        cases.append(pair_case(name, model, pixels, torch.tensor([ids]), read_from))
    write(out, cases)


def all_pictures(tiny, starter, sample, out):
    from PIL import Image
    from transformers import CLIPImageProcessorPil

    cases = []
    for name in ("clip", "clip_gelu_eosid", "siglip"):
        model = AutoModel.from_pretrained(f"{tiny}/{name}/checkpoint", attn_implementation="eager").float().eval()
        side = model.config.vision_config.image_size
        pixels = wave(3 * side * side, 0.37).view(1, 3, side, side)
        dimensions = vision_pass(model, pixels)[0].shape[0]
        texts = [unit(wave(dimensions, step)) for step in (0.9, 1.7)]
        cases.append(case(name, model, pixels, texts, "wave"))
    model = AutoModel.from_pretrained(starter, attn_implementation="eager").float().eval()
    tokenizer = AutoTokenizer.from_pretrained(starter)
    pixels = CLIPImageProcessorPil.from_pretrained(starter)(Image.open(sample), return_tensors="pt").pixel_values
    texts = []
    for label in ("cat", "guitar"):
        ids = tokenizer(label, return_tensors="pt")
        features = model.text_model(**ids).pooler_output
        texts.append(unit(model.text_projection(features))[0].detach())
    cases.append(case("starterclip-64", model, pixels.float(), texts, sample.rsplit("/", 1)[-1]))
    write(out, cases)


{"pictures": all_pictures, "texts": all_texts, "pairs": all_pairs}[sys.argv[1]](*sys.argv[2:])
