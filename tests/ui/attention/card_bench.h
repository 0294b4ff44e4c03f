// SPDX-License-Identifier: GPL-3.0-or-later
// The detail card alone, on the view of origins, for its tests.
#pragma once

#include "attention_bench.h"

#include "attention/attention_state.h"
#include "attention/detail_card.h"
#include "attention/relevance_view.h"
#include "charts/matrix_chart.h"
#include "charts/patch_canvas.h"

using attention::AttentionState;
using attention::HeadId;

inline constexpr int kOrigin = 6; // the last segment

inline QString catPicture()
{
    return QStringLiteral(FE_TEST_DATA "/../../resources/models/samples/noto_cat.png");
}

/// The state and its card alone, with an input that was read.
struct CardBench {
    jobs::JobRunner runner;
    workspace::Workspace workspace { runner };
    AttentionState state { workspace, runner };
    attention::DetailCard card { state };

    CardBench()
    {
        card.resize(800, 500);
        card.setVisible(true); // its own show() is another
        card.restoreState({ { QStringLiteral("view"), kOrigin } });
    }
    [[nodiscard]] bool examine(const char* model, attention::Subject subject)
    {
        workspace.openModel(fixtureModel(model));
        if (!QTest::qWaitFor([this] { return !workspace.isLoading(); }, kPatienceMs)) {
            return false;
        }
        subject.model = workspace.current();
        const base::CancelToken cancel;
        base::Progress progress;
        const auto examined = attention::examine(subject, cancel, progress);
        if (!examined) {
            qWarning("%s", examined.error().oneLine().c_str());
            return false;
        }
        state.setExamination(*examined);
        return true;
    }
    [[nodiscard]] bool examineText(const char* model, int tokens = 4)
    {
        attention::Subject subject;
        for (int i = 0; i < tokens; ++i) {
            subject.ids.push_back(5 + 7 * i);
        }
        return examine(model, subject);
    }
    [[nodiscard]] bool examinePicture(const char* model)
    {
        attention::Subject subject;
        subject.picture = catPicture();
        return examine(model, subject);
    }
    [[nodiscard]] charts::MatrixChart* relevance() const
    {
        return card.findChild<charts::MatrixChart*>(QStringLiteral("relevance"));
    }
    [[nodiscard]] charts::PatchCanvas* canvas(const char* name) const
    {
        return card.findChild<charts::PatchCanvas*>(QLatin1String(name));
    }
    [[nodiscard]] QString hint(const char* name) const
    {
        const auto* label = card.findChild<QLabel*>(QLatin1String(name));
        return label->isVisible() ? label->text() : QString();
    }
    [[nodiscard]] QString segment() const
    {
        return card.findChildren<widgets::SegmentedControl*>()
            .front()
            ->findChildren<QAbstractButton*>()
            .back()
            ->text();
    }
};
