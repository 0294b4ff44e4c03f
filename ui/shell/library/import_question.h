// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shell/library/import_flow.h"

#include <QDialog>

class QRadioButton;

namespace fe::shell {

/// Copy the model or use it where it is, and what happens to one that has its name.
class ImportQuestion : public QDialog
{
    Q_OBJECT
public:
    explicit ImportQuestion(const workspace::ImportPlan& plan, QWidget* parent = nullptr);

    /// Skip unless the dialog was accepted.
    [[nodiscard]] ImportChoice choice() const;

private:
    QRadioButton* addChoice(const QString& text, const QString& hint, const char* name);

    QRadioButton* m_copy = nullptr;
    QRadioButton* m_replace = nullptr;
    QRadioButton* m_inPlace = nullptr;
};

} // namespace fe::shell
