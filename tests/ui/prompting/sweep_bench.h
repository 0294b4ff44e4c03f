// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evaluation/sweep_summary.h"
#include "history/run_history.h"
#include "prompting/history/run_store.h"
#include "prompting/sweep/sweep_setup.h"
#include "prompting/sweep/sweep_view.h"
#include "workspace/load_model.h"

#include <QString>

#include <string>

inline const QString kTied = QStringLiteral(FE_TEST_DATA "/models/llama_tied/checkpoint");
inline const QString kOther = QStringLiteral(FE_TEST_DATA "/models/gpt2/checkpoint");

// "7" is odd, "8" is even: a table as long as wanted.
inline fe::evaluation::ExampleTable parities(int rows)
{
    fe::evaluation::ExampleTable table;
    table.columns = { "number", "kind" };
    for (int row = 0; row < rows; ++row) {
        table.rows.push_back({ std::to_string(row), row % 2 == 0 ? "even" : "odd" });
    }
    return table;
}

inline fe::prompting::PromptDocument parityDocument(int rows)
{
    fe::prompting::PromptDocument document;
    document.mode = fe::prompting::Mode::FewShot;
    document.fewShot.pattern = QStringLiteral("{number}: {kind}");
    document.fewShot.separator = QStringLiteral("\n");
    document.fewShot.examples = parities(rows);
    return document;
}

inline fe::prompting::SweepSetup paritySetup()
{
    fe::prompting::SweepSetup setup;
    setup.source.kind = fe::prompting::SweepSource::Kind::Builder;
    setup.shots = QStringLiteral("0, 1, 3");
    setup.seeds = 2;
    return setup;
}

inline fe::evaluation::SweepPlan parityPlan(int rows)
{
    const fe::prompting::PromptDocument document = parityDocument(rows);
    return *fe::prompting::sweepPlan(paritySetup(), document, { document.fewShot.examples, {} });
}

inline fe::workspace::LoadedModelPtr loadedModel(const QString& path)
{
    fe::base::Progress progress;
    const auto outcome
        = fe::workspace::loadModel(path.toStdString(), {}, fe::base::CancelToken(), progress);
    return outcome ? outcome->model : nullptr;
}

// A sweep that has not begun.
inline fe::prompting::Sweep newSweep(const fe::evaluation::SweepPlan& plan, const QString& path,
                                     const QString& group = QStringLiteral("group-1"))
{
    auto document = std::make_shared<fe::prompting::SweepDocument>();
    document->group = group;
    document->data = QStringLiteral("parities");
    document->modelPath = path;
    document->record.plan = plan;
    document->record.provenance.model = path.contains(QStringLiteral("gpt2")) ? "gpt2" : "tied";
    document->record.provenance.time = "2026-01-02T03:04:05Z";
    return { document, std::make_shared<const std::vector<fe::evaluation::SweepCell>>() };
}

// What the engine measures without the window.
inline std::vector<fe::evaluation::SweepCell> measured(const fe::evaluation::SweepPlan& plan,
                                                       const QString& path)
{
    const auto loaded = loadedModel(path);
    const auto text = fe::generation::localTextModel(loaded->model, loaded->tokenizer, "test");
    fe::base::Progress progress;
    return fe::evaluation::runSweep(plan, *text, {}, {}, fe::base::CancelToken(), progress)->cells;
}

// What the history keeps of a kind.
inline std::vector<fe::history::RunEntry> kept(const char* kind)
{
    auto history = fe::history::RunHistory::open(fe::prompting::RunStore::file());
    return history ? *history->find({ {}, { kind }, {}, 100 })
                   : std::vector<fe::history::RunEntry>();
}
