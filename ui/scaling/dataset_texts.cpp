// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/dataset_texts.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace fe::scaling_tab {

namespace {

/// The engine's words, for the translators.
constexpr std::array kTexts {
    QT_TRANSLATE_NOOP("fe::scaling_tab::Datasets", "BIG-bench: BIG-G, 2 M to 137 B"),
    QT_TRANSLATE_NOOP("fe::scaling_tab::Datasets",
                      "Accuracy on 85 BIG-bench tasks of one family of decoders in 12 sizes, three "
                      "examples in the prompt; the largest with 0 to 2 as well."),
    QT_TRANSLATE_NOOP("fe::scaling_tab::Datasets", "Open models on emergent tasks"),
    QT_TRANSLATE_NOOP("fe::scaling_tab::Datasets",
                      "Eight tasks said to emerge and eight standard benchmarks for open base "
                      "models, against size, tokens and compute."),
    QT_TRANSLATE_NOOP("fe::scaling_tab::Datasets", "GPT-3: eight sizes, zero to few shots"),
    QT_TRANSLATE_NOOP("fe::scaling_tab::Datasets",
                      "Every task of the GPT-3 paper for its eight sizes with no, one and several "
                      "examples in the prompt; arithmetic and scrambled words among them."),
    QT_TRANSLATE_NOOP("fe::scaling_tab::Datasets", "Pythia by size and training step; OPT, BLOOM"),
    QT_TRANSLATE_NOOP("fe::scaling_tab::Datasets",
                      "Accuracy and perplexity while eight sizes of Pythia are trained, and of the "
                      "finished OPT and BLOOM models."),
    QT_TRANSLATE_NOOP("fe::scaling_tab::Datasets", "Chinchilla: loss by parameters and tokens"),
    QT_TRANSLATE_NOOP("fe::scaling_tab::Datasets",
                      "245 training runs of the Chinchilla paper, read off its figure 4; five of "
                      "the highest losses are marked as left out by the refit."),
    QT_TRANSLATE_NOOP("fe::scaling_tab::Datasets", "Over-training: losses"),
    QT_TRANSLATE_NOOP("fe::scaling_tab::Datasets",
                      "104 runs from 11 M to 6.9 B parameters, trained for 5 to 640 tokens a "
                      "parameter, on eight sets of text."),
    QT_TRANSLATE_NOOP("fe::scaling_tab::Datasets", "Over-training: downstream tasks"),
    QT_TRANSLATE_NOOP("fe::scaling_tab::Datasets",
                      "The same 104 runs on 46 tasks, with the score of guessing."),
    QT_TRANSLATE_NOOP("fe::scaling_tab::Datasets", "OpenCLIP: dual encoders"),
    QT_TRANSLATE_NOOP("fe::scaling_tab::Datasets",
                      "Zero-shot accuracy and retrieval of CLIP models against parameters, samples "
                      "seen and compute."),
    QT_TRANSLATE_NOOP("fe::scaling_tab::Datasets", "Published constants of scaling laws"),
    QT_TRANSLATE_NOOP("fe::scaling_tab::Datasets",
                      "What Kaplan, Hoffmann and Besiroglu and their co-authors found."),
    QT_TRANSLATE_NOOP("fe::scaling_tab::Datasets", "Abilities by the scale of their appearance"),
    QT_TRANSLATE_NOOP(
        "fe::scaling_tab::Datasets",
        "22 abilities with the training compute and size at which they were first seen."),
    QT_TRANSLATE_NOOP("fe::scaling_tab::Datasets", "Well-known foundation models"),
    QT_TRANSLATE_NOOP("fe::scaling_tab::Datasets",
                      "94 models from 2017 to 2024 with date, size, data, compute and the class of "
                      "architecture."),
    QT_TRANSLATE_NOOP("fe::scaling_tab::Datasets", "Notable models since 2010"),
    QT_TRANSLATE_NOOP("fe::scaling_tab::Datasets",
                      "657 models with known parameters or training compute."),
};

} // namespace

QString datasetText(std::string_view english)
{
    const auto found = std::find(kTexts.begin(), kTexts.end(), english);
    return found == kTexts.end()
        ? QString::fromUtf8(english.data(), static_cast<qsizetype>(english.size()))
        : QCoreApplication::translate("fe::scaling_tab::Datasets", *found);
}

bool hasDatasetText(std::string_view english)
{
    return std::find(kTexts.begin(), kTexts.end(), english) != kTexts.end();
}

} // namespace fe::scaling_tab
