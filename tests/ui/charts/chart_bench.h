// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/chart_export.h"
#include "widgets/theme.h"

#include <QDir>
#include <QFile>
#include <QFrame>
#include <QVBoxLayout>

/// FE_CHART_PICTURES=FOLDER saves what the tests look at, to be looked at by people too.
inline void keepPicture(const QImage& image, const QString& name)
{
    const QString folder = qEnvironmentVariable("FE_CHART_PICTURES");
    if (!folder.isEmpty()) {
        QDir().mkpath(folder);
        image.save(QDir(folder).filePath(name + QStringLiteral(".png")));
    }
}

/// A chart on a card, as in the window, painted in both themes.
inline void keepCard(QWidget* chart, const QSize& size, const QString& name)
{
    QFrame card;
    card.setProperty("kind", QStringLiteral("card"));
    auto* column = new QVBoxLayout(&card);
    column->addWidget(chart);
    card.resize(size);
    fe::widgets::Theme theme;
    // Twice: outside of exec() a new font reaches the widgets with the next change of style only.
    theme.setMode(fe::widgets::ThemeMode::Light);
    theme.setMode(fe::widgets::ThemeMode::Dark);
    card.show();
    keepPicture(card.grab().toImage(), name + QStringLiteral("-dark"));
    theme.setMode(fe::widgets::ThemeMode::Light);
    keepPicture(card.grab().toImage(), name + QStringLiteral("-light"));
    chart->setParent(nullptr);
}

/// Pixels of exactly that colour.
inline int countColor(const QImage& image, const QColor& color)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            count += image.pixelColor(x, y).rgb() == color.rgb();
        }
    }
    return count;
}

inline QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}
