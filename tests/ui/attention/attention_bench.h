// SPDX-License-Identifier: GPL-3.0-or-later
// The Attention tab with a workspace, as the window puts them together, for its tests.
#pragma once

#include "attention/attention_tab.h"
#include "attention/head_grid.h"
#include "widgets/segmented_control.h"

#include <QAbstractButton>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>
#include <QTest>

#include <memory>

using namespace fe;

inline constexpr int kPatienceMs = 60'000;

inline QString fixtureModel(const char* name)
{
    return QStringLiteral(FE_TEST_DATA "/models/%1/checkpoint").arg(QLatin1String(name));
}

struct AttentionBench {
    jobs::JobRunner runner;
    workspace::Workspace workspace { runner };
    std::unique_ptr<workspace::Tab> tab { attention::makeAttentionTab(workspace, runner, nullptr) };

    AttentionBench()
    {
        tab->resize(1200, 700);
        tab->show();
    }
    [[nodiscard]] bool load(const QString& path)
    {
        workspace.openModel(path);
        return QTest::qWaitFor([this] { return !workspace.isLoading(); }, kPatienceMs)
            && workspace.current() != nullptr;
    }
    [[nodiscard]] QPlainTextEdit* text() const
    {
        return tab->findChild<QPlainTextEdit*>(QStringLiteral("attentionText"));
    }
    [[nodiscard]] attention::HeadGrid* grid() const
    {
        return tab->findChild<attention::HeadGrid*>();
    }
    [[nodiscard]] QTableView* heads() const
    {
        return tab->findChild<QTableView*>(QStringLiteral("heads"));
    }
    /// Analyses and waits for the heads.
    [[nodiscard]] bool analyse() const
    {
        tab->findChild<QPushButton*>(QStringLiteral("analyse"))->click();
        return QTest::qWaitFor([this] { return grid()->gridLayout().count() > 0; }, kPatienceMs);
    }
};

inline void view(const AttentionBench& bench, const char* control, int segment)
{
    bench.tab->findChild<widgets::SegmentedControl*>(QLatin1String(control))->setCurrent(segment);
}

inline QAbstractButton* button(const AttentionBench& bench, const char* text)
{
    for (QAbstractButton* candidate : bench.tab->findChildren<QAbstractButton*>()) {
        if (candidate->isVisible() && candidate->text() == QLatin1String(text)) {
            return candidate;
        }
    }
    return nullptr;
}
