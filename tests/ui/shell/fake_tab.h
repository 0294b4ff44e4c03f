// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/tab.h"

#include <QPlainTextEdit>
#include <QVBoxLayout>

/// A tab that remembers what it was given.
class FakeTab : public fe::workspace::Tab
{
    Q_OBJECT
public:
    explicit FakeTab(QWidget* parent)
        : Tab(parent), text(new QPlainTextEdit(this)), action(new QAction(this))
    {
        auto* layout = new QVBoxLayout(this);
        layout->addWidget(text);
        action->setText(QStringLiteral("Do the fake thing"));
    }

    [[nodiscard]] QJsonObject saveState() const override
    {
        return { { QStringLiteral("text"), text->toPlainText() } };
    }
    void restoreState(const QJsonObject& state) override
    {
        text->setPlainText(state.value(QStringLiteral("text")).toString());
    }
    [[nodiscard]] QList<QAction*> paletteActions() const override { return { action }; }
    bool openFile(const QString& path) override
    {
        opened.append(path);
        return path.endsWith(QStringLiteral(".jsonl"));
    }

    QStringList opened;
    QPlainTextEdit* text;
    QAction* action;
};
