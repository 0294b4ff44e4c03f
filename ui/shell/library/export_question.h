// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/export.h"
#include "workspace/model_facts.h"

#include <QDialog>

class QComboBox;
class QRadioButton;

namespace fe::shell {

/// For whom a TorchScript archive is written, and with which numbers.
class ExportQuestion : public QDialog
{
    Q_OBJECT
public:
    explicit ExportQuestion(const workspace::ModelFacts& facts, QWidget* parent = nullptr);

    [[nodiscard]] models::ExportOptions options() const;

private:
    QRadioButton* m_own;
    QRadioButton* m_portable;
    QComboBox* m_weights;
};

} // namespace fe::shell
