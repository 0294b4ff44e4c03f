// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace fe::imaging {

/// Shows a model card (Markdown). Nothing that it names is loaded, no link opened.
class ModelCardDialog : public QDialog
{
    Q_OBJECT
public:
    explicit ModelCardDialog(const QString& path, QWidget* parent = nullptr);
};

} // namespace fe::imaging
