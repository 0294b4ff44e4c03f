// SPDX-License-Identifier: Apache-2.0
// The shipped tables: what their columns mean and where they come from (resources/scaling).
#include "scaling/catalogue.h"

#include <array>

namespace fe::scaling {
namespace {

using enum ColumnRole;

constexpr std::array kBigbenchBigGColumns {
    DatasetColumn { "task", Task, "BIG-bench task; _all_tasks_pooled: every instance together" },
    DatasetColumn { "subtask", Note, "empty" },
    DatasetColumn { "model_family", Family, "sampling of the family" },
    DatasetColumn { "model_name", Model, "size by name" },
    DatasetColumn { "model_size_params", Params,
                    "parameters without embeddings, matched by FLOPs" },
    DatasetColumn { "params_kind", Note, "how parameters were counted" },
    DatasetColumn { "shots", Setting, "examples in the prompt" },
    DatasetColumn { "metric", Metric, "what value is" },
    DatasetColumn { "value", Value, "share of right answers, 0 to 1" },
    DatasetColumn { "stderr_binomial", Error, "binomial standard error of value" },
    DatasetColumn { "n_instances", Instances, "instances scored; prefer 100 and more" },
    DatasetColumn { "low_score", Chance, "mean of 1/choices; empty: generative, take 0" },
    DatasetColumn { "low_score_kind", Note, "how chance was found" },
    DatasetColumn { "high_score", Ceiling, "best value there is" },
    DatasetColumn { "sample", Note, "part of the task that was scored" },
};
constexpr std::array<std::string_view, 1> kBigbenchBigGSeries { "task" };
constexpr std::array<std::string_view, 1> kBigbenchBigGWhere { "shots=3" };

constexpr std::array kOpenLlmEmergentColumns {
    DatasetColumn { "task", Task, "task or benchmark" },
    DatasetColumn { "metric", Metric, "what value is" },
    DatasetColumn { "shots", Setting, "examples in the prompt" },
    DatasetColumn { "model", Model, "name on the hub" },
    DatasetColumn { "model_family", Family, "models trained alike" },
    DatasetColumn { "params", Params, "parameters" },
    DatasetColumn { "tokens", Tokens, "training tokens" },
    DatasetColumn { "train_flops", Flops, "floating-point operations of training" },
    DatasetColumn { "value", Value, "share of right answers, 0 to 1; bleu: 0 to 100" },
    DatasetColumn { "suite", Setting, "emergent tasks or benchmarks" },
};
constexpr std::array<std::string_view, 2> kOpenLlmEmergentSeries { "task", "metric" };
constexpr std::array<std::string_view, 1> kOpenLlmEmergentWhere { "suite=emergent" };

constexpr std::array kGpt3TableH1Columns {
    DatasetColumn { "task", Task, "task" },
    DatasetColumn { "model", Model, "size by name" },
    DatasetColumn { "params", Params, "parameters" },
    DatasetColumn { "tokens", Tokens, "training tokens" },
    DatasetColumn { "train_flops", Flops, "floating-point operations of training" },
    DatasetColumn { "setting", Setting, "zero_shot, one_shot, few_shot" },
    DatasetColumn { "shots", Setting, "examples in the prompt" },
    DatasetColumn { "metric", Metric, "what value is" },
    DatasetColumn { "split", Note, "dev or test" },
    DatasetColumn { "value", Value, "percent, or perplexity: see unit" },
    DatasetColumn { "unit", Unit, "percent or perplexity" },
};
constexpr std::array<std::string_view, 2> kGpt3TableH1Series { "task", "setting" };
constexpr std::array<std::string_view, 1> kGpt3TableH1Where { "unit=percent" };

constexpr std::array kPythiaEvalsColumns {
    DatasetColumn { "model", Model, "name" },
    DatasetColumn { "params", Params, "parameters by the name, with embeddings" },
    DatasetColumn { "step", Note, "training step" },
    DatasetColumn { "tokens", Tokens, "step x 2,097,152; empty for OPT and BLOOM" },
    DatasetColumn { "shots", Setting, "examples in the prompt" },
    DatasetColumn { "task", Task, "benchmark; mmlu_mean57: mean of its subjects" },
    DatasetColumn { "metric", Metric, "acc, acc_norm, ppl (lower is better)" },
    DatasetColumn { "value", Value, "share of right answers, or perplexity" },
    DatasetColumn { "stderr", Error, "standard error of value" },
};
constexpr std::array<std::string_view, 3> kPythiaEvalsSeries { "model", "task", "metric" };
constexpr std::array<std::string_view, 3> kPythiaEvalsWhere { "task=lambada_openai", "metric=acc",
                                                              "shots=0" };

constexpr std::array kChinchillaPointsColumns {
    DatasetColumn { "params", Params, "parameters" },
    DatasetColumn { "tokens", Tokens, "FLOPs/(6 parameters)" },
    DatasetColumn { "train_flops", Flops, "floating-point operations of training" },
    DatasetColumn { "loss", Value, "nats per token" },
    DatasetColumn { "excluded_in_refit", Setting, "1: left out by Besiroglu et al." },
};
constexpr std::array<std::string_view, 0> kChinchillaPointsSeries {};
constexpr std::array<std::string_view, 1> kChinchillaPointsWhere { "excluded_in_refit=0" };

constexpr std::array kOvertrainLossesColumns {
    DatasetColumn { "run", Model, "run" },
    DatasetColumn { "train_dataset", Family, "training text" },
    DatasetColumn { "architecture", Note, "width, layers, heads" },
    DatasetColumn { "params", Params, "parameters" },
    DatasetColumn { "params_non_embedding", Params, "parameters without embeddings" },
    DatasetColumn { "tokens", Tokens, "training tokens" },
    DatasetColumn { "train_flops", Flops, "6 x parameters x tokens" },
    DatasetColumn { "chinchilla_multiplier", Setting, "1: 20 tokens a parameter" },
    DatasetColumn { "eval_set", Task, "text of the loss" },
    DatasetColumn { "loss", Value, "nats per token" },
    DatasetColumn { "loss_lower95", Low, "lower end of the 95 % interval" },
    DatasetColumn { "loss_upper95", High, "upper end" },
};
constexpr std::array<std::string_view, 2> kOvertrainLossesSeries { "train_dataset", "eval_set" };
constexpr std::array<std::string_view, 1> kOvertrainLossesWhere { "eval_set=c4_val" };

constexpr std::array kOvertrainDownstreamColumns {
    DatasetColumn { "run", Model, "run" },
    DatasetColumn { "train_dataset", Family, "training text" },
    DatasetColumn { "params", Params, "parameters" },
    DatasetColumn { "tokens", Tokens, "training tokens" },
    DatasetColumn { "train_flops", Flops, "6 x parameters x tokens" },
    DatasetColumn { "task", Task, "task" },
    DatasetColumn { "shots", Setting, "examples in the prompt" },
    DatasetColumn { "accuracy", Value, "share of right answers" },
    DatasetColumn { "chance", Chance, "accuracy of guessing" },
};
constexpr std::array<std::string_view, 1> kOvertrainDownstreamSeries { "train_dataset" };
constexpr std::array<std::string_view, 1> kOvertrainDownstreamWhere { "task=arc_easy" };

constexpr std::array kOpenclipScalingColumns {
    DatasetColumn { "architecture", Model, "vision tower" },
    DatasetColumn { "params", Params, "parameters" },
    DatasetColumn { "pretraining_dataset", Family, "pairs that it was trained on" },
    DatasetColumn { "samples_seen", Tokens, "samples seen in training" },
    DatasetColumn { "gmacs_per_sample", Note, "10^9 multiply-adds a sample" },
    DatasetColumn { "gmacs_total", Flops, "10^9 multiply-adds of training" },
    DatasetColumn { "task", Task, "data set" },
    DatasetColumn { "metric", Metric, "what value is" },
    DatasetColumn { "value", Value, "share of right answers" },
};
constexpr std::array<std::string_view, 2> kOpenclipScalingSeries { "pretraining_dataset",
                                                                   "metric" };
constexpr std::array<std::string_view, 1> kOpenclipScalingWhere { "task=imagenet1k" };

constexpr std::array kScalingLawConstantsColumns {
    DatasetColumn { "law", Family, "law" },
    DatasetColumn { "form", Note, "its formula" },
    DatasetColumn { "source", Note, "paper" },
    DatasetColumn { "parameter", Task, "constant" },
    DatasetColumn { "value", Value, "its value" },
    DatasetColumn { "stderr", Error, "standard error" },
    DatasetColumn { "ci_low", Low, "lower end of its interval" },
    DatasetColumn { "ci_high", High, "upper end" },
    DatasetColumn { "ci_level", Note, "level of the interval" },
    DatasetColumn { "unit", Unit, "unit of value" },
    DatasetColumn { "read_from", Note, "where it was read" },
};
constexpr std::array<std::string_view, 0> kScalingLawConstantsSeries {};
constexpr std::array<std::string_view, 0> kScalingLawConstantsWhere {};

constexpr std::array kEmergenceThresholdsWei2022Columns {
    DatasetColumn { "category", Family, "few-shot or augmented prompting" },
    DatasetColumn { "task", Task, "ability" },
    DatasetColumn { "train_flops", Flops,
                    "floating-point operations of training at which it appears" },
    DatasetColumn { "params", Params, "parameters at which it appears" },
    DatasetColumn { "model", Model, "family it was seen in" },
    DatasetColumn { "reference", Note, "who reported it" },
};
constexpr std::array<std::string_view, 1> kEmergenceThresholdsWei2022Series { "category" };
constexpr std::array<std::string_view, 0> kEmergenceThresholdsWei2022Where {};

constexpr std::array kModelsColumns {
    DatasetColumn { "name", Model, "name" },
    DatasetColumn { "organization", Family, "who made it" },
    DatasetColumn { "date", Date, "publication" },
    DatasetColumn { "params", Params, "parameters" },
    DatasetColumn { "dataset_size_datapoints", Tokens,
                    "size of the training data, one pass; unit by modality" },
    DatasetColumn { "epochs", Note, "passes over the data" },
    DatasetColumn { "train_flops", Flops, "floating-point operations of training" },
    DatasetColumn { "modality", Task, "what it reads or writes" },
    DatasetColumn { "architecture", Setting, "our own classification: check before quoting" },
    DatasetColumn { "confidence", Note, "how sure the numbers are" },
    DatasetColumn { "source_link", Note, "paper or page" },
};
constexpr std::array<std::string_view, 1> kModelsSeries { "modality" };
constexpr std::array<std::string_view, 0> kModelsWhere {};

constexpr std::array kModelsEpochNotableColumns {
    DatasetColumn { "name", Model, "name" },
    DatasetColumn { "organization", Family, "who made it" },
    DatasetColumn { "date", Date, "publication" },
    DatasetColumn { "params", Params, "parameters" },
    DatasetColumn { "dataset_size_datapoints", Tokens,
                    "size of the training data, one pass; unit by modality" },
    DatasetColumn { "epochs", Note, "passes over the data" },
    DatasetColumn { "train_flops", Flops, "floating-point operations of training" },
    DatasetColumn { "modality", Task, "what it reads or writes" },
    DatasetColumn { "confidence", Note, "how sure the numbers are" },
    DatasetColumn { "frontier_model", Setting, "among the largest of its time" },
};
constexpr std::array<std::string_view, 1> kModelsEpochNotableSeries { "modality" };
constexpr std::array<std::string_view, 0> kModelsEpochNotableWhere {};

} // namespace

std::span<const Dataset> datasets()
{
    static const std::array kDatasets {
        Dataset { "bigbench_big_g", "BIG-bench: BIG-G, 2 M to 137 B",
                  "Accuracy on 85 BIG-bench tasks of one family of decoders in 12 sizes, three "
                  "examples in the prompt; the largest with 0 to 2 as well.",
                  kBigbenchBigGColumns, "model_size_params", "value", kBigbenchBigGSeries,
                  kBigbenchBigGWhere,
                  "github.com/wschella/lass (67fefca6), from the public BIG-bench logs",
                  "no licence file; numbers computed from BIG-bench logs (Apache-2.0)",
                  "Srivastava et al. 2022, arXiv:2206.04615" },
        Dataset { "open_llm_emergent", "Open models on emergent tasks",
                  "Eight tasks said to emerge and eight standard benchmarks for open base models, "
                  "against size, tokens and compute.",
                  kOpenLlmEmergentColumns, "train_flops", "value", kOpenLlmEmergentSeries,
                  kOpenLlmEmergentWhere, "github.com/ryoungj/ObsScaling (4d6e1e43)", "Apache-2.0",
                  "Ruan, Maddison and Hashimoto 2024, arXiv:2405.10938" },
        Dataset { "gpt3_table_h1", "GPT-3: eight sizes, zero to few shots",
                  "Every task of the GPT-3 paper for its eight sizes with no, one and several "
                  "examples in the prompt; arithmetic and scrambled words among them.",
                  kGpt3TableH1Columns, "params", "value", kGpt3TableH1Series, kGpt3TableH1Where,
                  "Table H.1 and D.1 of the paper, typed in", "facts from a paper",
                  "Brown et al. 2020, arXiv:2005.14165" },
        Dataset { "pythia_evals", "Pythia by size and training step; OPT, BLOOM",
                  "Accuracy and perplexity while eight sizes of Pythia are trained, and of the "
                  "finished OPT and BLOOM models.",
                  kPythiaEvalsColumns, "tokens", "value", kPythiaEvalsSeries, kPythiaEvalsWhere,
                  "github.com/EleutherAI/pythia (a19eecb8)", "Apache-2.0",
                  "Biderman et al. 2023, arXiv:2304.01373" },
        Dataset {
            "chinchilla_points", "Chinchilla: loss by parameters and tokens",
            "245 training runs of the Chinchilla paper, read off its figure 4; five of the highest "
            "losses are marked as left out by the refit.",
            kChinchillaPointsColumns, "train_flops", "loss", kChinchillaPointsSeries,
            kChinchillaPointsWhere,
            "github.com/epoch-research/analyzing-chinchilla (92258837), from figure 4 of Hoffmann "
            "et al. 2022",
            "no licence file; cite the papers",
            "Besiroglu et al. 2024, arXiv:2404.10102; Hoffmann et al. 2022, arXiv:2203.15556" },
        Dataset { "overtrain_losses", "Over-training: losses",
                  "104 runs from 11 M to 6.9 B parameters, trained for 5 to 640 tokens a "
                  "parameter, on eight sets of text.",
                  kOvertrainLossesColumns, "train_flops", "loss", kOvertrainLossesSeries,
                  kOvertrainLossesWhere, "github.com/mlfoundations/scaling (a003c491)", "MIT",
                  "Gadre et al. 2024, arXiv:2403.08540" },
        Dataset { "overtrain_downstream", "Over-training: downstream tasks",
                  "The same 104 runs on 46 tasks, with the score of guessing.",
                  kOvertrainDownstreamColumns, "train_flops", "accuracy",
                  kOvertrainDownstreamSeries, kOvertrainDownstreamWhere,
                  "github.com/mlfoundations/scaling (a003c491)", "MIT",
                  "Gadre et al. 2024, arXiv:2403.08540" },
        Dataset { "openclip_scaling", "OpenCLIP: dual encoders",
                  "Zero-shot accuracy and retrieval of CLIP models against parameters, samples "
                  "seen and compute.",
                  kOpenclipScalingColumns, "gmacs_total", "value", kOpenclipScalingSeries,
                  kOpenclipScalingWhere, "github.com/LAION-AI/scaling-laws-openclip (652b1e74)",
                  "no licence file; figures of a paper", "Cherti et al. 2022, arXiv:2212.07143" },
        Dataset { "scaling_law_constants", "Published constants of scaling laws",
                  "What Kaplan, Hoffmann and Besiroglu and their co-authors found.",
                  kScalingLawConstantsColumns, "", "", kScalingLawConstantsSeries,
                  kScalingLawConstantsWhere, "see column read_from", "facts from papers",
                  "Kaplan et al. 2020, arXiv:2001.08361; Hoffmann et al. 2022, arXiv:2203.15556; "
                  "Besiroglu et al. 2024, arXiv:2404.10102" },
        Dataset { "emergence_thresholds_wei2022", "Abilities by the scale of their appearance",
                  "22 abilities with the training compute and size at which they were first seen.",
                  kEmergenceThresholdsWei2022Columns, "train_flops", "",
                  kEmergenceThresholdsWei2022Series, kEmergenceThresholdsWei2022Where,
                  "Table 1 of the paper", "facts from a paper",
                  "Wei et al. 2022, TMLR, arXiv:2206.07682" },
        Dataset { "models", "Well-known foundation models",
                  "94 models from 2017 to 2024 with date, size, data, compute and the class of "
                  "architecture.",
                  kModelsColumns, "date", "train_flops", kModelsSeries, kModelsWhere,
                  "Epoch AI, Notable AI models (epoch.ai), as of 2026-01-26",
                  "CC BY 4.0; columns selected, numbers to six digits",
                  "Data: Epoch AI, epoch.ai" },
        Dataset {
            "models_epoch_notable", "Notable models since 2010",
            "657 models with known parameters or training compute.", kModelsEpochNotableColumns,
            "date", "train_flops", kModelsEpochNotableSeries, kModelsEpochNotableWhere,
            "Epoch AI, Notable AI models (epoch.ai), as of 2026-01-26",
            "CC BY 4.0; columns selected, numbers to six digits", "Data: Epoch AI, epoch.ai" },
    };
    return kDatasets;
}

} // namespace fe::scaling
