// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/model_card_dialog.h"

#include "widgets/theme.h"

#include <QDialogButtonBox>
#include <QFile>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace fe::imaging {

namespace {

constexpr qint64 kMostBytes = 1 << 20;

/// Text alone: a card may name files and addresses that are none of ours.
class CardView : public QTextBrowser
{
public:
    using QTextBrowser::QTextBrowser;

protected:
    QVariant loadResource(int, const QUrl&) override { return QString(); }
};

/// The card without the block of settings that hubs put before it.
QString cardText(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return ModelCardDialog::tr("%1 cannot be read: %2").arg(path, file.errorString());
    }
    const QString text = QString::fromUtf8(file.read(kMostBytes));
    const auto end = text.indexOf(QLatin1String("\n---"), 3);
    return text.startsWith(QLatin1String("---")) && end > 0 ? text.mid(end + 4) : text;
}

} // namespace

ModelCardDialog::ModelCardDialog(const QString& path, QWidget* parent) : QDialog(parent)
{
    setWindowTitle(tr("Model card"));
    resize(widgets::scaled(760), widgets::scaled(560));
    auto* view = new CardView(this);
    view->setOpenLinks(false);
    view->setMarkdown(cardText(path));
    view->setAccessibleName(tr("Model card"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->addWidget(view);
    column->addWidget(buttons);
}

} // namespace fe::imaging
