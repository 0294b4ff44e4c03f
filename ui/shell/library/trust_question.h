// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/loaded_model.h"

#include <QDialog>

namespace fe::shell {

/// Asks before a file runs code of its own for the first time. Accepted: trust and open it.
class TrustQuestion : public QDialog
{
    Q_OBJECT
public:
    explicit TrustQuestion(const workspace::TrustRequest& request, QWidget* parent = nullptr);

    [[nodiscard]] const workspace::TrustRequest& request() const { return m_request; }

private:
    workspace::TrustRequest m_request;
};

} // namespace fe::shell
