// SPDX-License-Identifier: GPL-3.0-or-later
// The Scaling tab's state with what it needs, for its tests.
#pragma once

#include "scaling/scaling_state.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace fe;
using scaling_tab::DataSource;
using scaling_tab::FitSettings;
using scaling_tab::PlotChoice;
using scaling_tab::ScalingState;

inline constexpr int kPatienceMs = 60'000;

inline QString text(const std::string& utf8)
{
    return QString::fromStdString(utf8);
}

struct StateBench {
    QTemporaryDir folder;
    jobs::JobRunner runner;
    workspace::Workspace workspace { runner };
    ScalingState state { workspace, runner };

    [[nodiscard]] QString write(const QString& name, const QByteArray& content) const
    {
        const QString path = folder.filePath(name);
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(content) == content.size() ? path
                                                                                        : QString();
    }
    /// False if it failed or was cancelled.
    [[nodiscard]] bool open(const DataSource& source)
    {
        QSignalSpy opened(&state, &ScalingState::tableChanged);
        state.open(source);
        return QTest::qWaitFor([&] { return !state.isOpening(); }, kPatienceMs)
            && !opened.isEmpty();
    }
    [[nodiscard]] bool openFile(const QString& path)
    {
        return open({ DataSource::Kind::File, path });
    }
    [[nodiscard]] bool openShipped(const char* id)
    {
        return open({ DataSource::Kind::Shipped, QLatin1String(id) });
    }
    [[nodiscard]] bool fit()
    {
        QSignalSpy fitted(&state, &ScalingState::fitsChanged);
        state.fit();
        return QTest::qWaitFor([&] { return !state.isFitting(); }, kPatienceMs)
            && !fitted.isEmpty();
    }
    void setLaw(scaling::Law law)
    {
        FitSettings settings = state.fitSettings();
        settings.law = law;
        state.setFitSettings(settings);
    }
    void choose(const std::function<void(PlotChoice&)>& edit)
    {
        PlotChoice choice = state.choice();
        edit(choice);
        state.setChoice(choice);
    }
};

/// y = 1/(1 + exp(-2 (log10 x - 22))) with a little noise: two series that emerge, one that does
/// not.
inline QByteArray emergingCsv()
{
    QByteArray csv = "model,task,flops,accuracy\n";
    for (int i = 0; i < 9; ++i) {
        const double u = 20 + 0.5 * i;
        const double noise = 0.004 * (i % 3 - 1);
        for (const auto& [task, middle] :
             { std::pair { "add", 22.0 }, std::pair { "sort", 23.0 } }) {
            const double y = 1 / (1 + std::exp(-2.5 * (u - middle))) + noise;
            csv += QStringLiteral("m%1,%2,%3,%4\n")
                       .arg(i)
                       .arg(QLatin1String(task))
                       .arg(std::pow(10.0, u), 0, 'g', 12)
                       .arg(qBound(0.0, y, 1.0))
                       .toUtf8();
        }
        csv += QStringLiteral("m%1,flat,%2,%3\n")
                   .arg(i)
                   .arg(std::pow(10.0, u), 0, 'g', 12)
                   .arg(0.01 + noise)
                   .toUtf8();
    }
    return csv;
}
