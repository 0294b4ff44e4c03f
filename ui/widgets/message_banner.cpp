// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/message_banner.h"

#include "widgets/theme.h"
#include "widgets/themed_icon.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

namespace fe::widgets {

MessageBanner::MessageBanner(QWidget* parent)
    : QFrame(parent), m_icon(new QLabel(this)), m_headline(new QLabel(this)),
      m_advice(new QLabel(this)), m_reason(new QLabel(this)), m_details(new QPlainTextEdit(this)),
      m_toggle(new QPushButton(this)), m_copy(new QPushButton(this)), m_close(new QToolButton(this))
{
    setProperty("kind", QStringLiteral("banner"));
    setObjectName(QStringLiteral("messageBanner"));
    m_headline->setProperty("kind", QStringLiteral("heading"));
    m_reason->setProperty("kind", QStringLiteral("secondary"));
    for (QLabel* label : { m_headline, m_advice, m_reason }) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText); // file names come from outside
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_details->setReadOnly(true);
    m_details->setProperty("mono", true);
    m_details->setFixedHeight(scaled(76));
    m_toggle->setCheckable(true);
    m_close->setProperty("kind", QStringLiteral("quiet"));
    m_close->setIcon(themedIcon(QStringLiteral("close"), IconRole::Secondary));

    auto* texts = new QVBoxLayout;
    texts->setSpacing(scaled(2));
    texts->addWidget(m_headline);
    texts->addWidget(m_advice);
    texts->addWidget(m_reason);
    auto* row = new QHBoxLayout;
    row->setSpacing(scaled(8));
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addLayout(texts, 1);
    row->addWidget(m_toggle, 0, Qt::AlignTop);
    row->addWidget(m_copy, 0, Qt::AlignTop);
    row->addWidget(m_close, 0, Qt::AlignTop);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(scaled(12), scaled(8), scaled(8), scaled(8));
    all->setSpacing(scaled(8));
    all->addLayout(row);
    all->addWidget(m_details);

    connect(m_toggle, &QPushButton::toggled, this, &MessageBanner::showDetails);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        const QStringList parts { m_text.headline, m_text.advice, m_text.details };
        QGuiApplication::clipboard()->setText(parts.join(QLatin1Char('\n')).trimmed());
    });
    connect(m_close, &QToolButton::clicked, this, [this] {
        dismiss();
        Q_EMIT dismissed();
    });
    retranslate();
    showDetails(false);
    hide();
}

void MessageBanner::showMessage(Kind kind, const BannerText& text)
{
    m_kind = kind;
    m_text = text;
    m_headline->setText(text.headline);
    m_advice->setText(text.advice);
    m_advice->setVisible(!text.advice.isEmpty());
    m_reason->setText(text.reason);
    m_reason->setVisible(!text.reason.isEmpty());
    m_details->setPlainText(text.details);
    m_toggle->setVisible(!text.details.isEmpty());
    m_toggle->setChecked(false);
    showDetails(false);
    const bool error = kind == Kind::Error;
    setProperty("tone", error ? QStringLiteral("error") : QStringLiteral("notice"));
    const QIcon icon = error ? themedIcon(QStringLiteral("warning"), IconRole::Danger)
                             : themedIcon(QStringLiteral("info"), IconRole::Warning);
    m_icon->setPixmap(icon.pixmap(QSize(scaled(18), scaled(18)), devicePixelRatioF()));
    // The style sheet looks at the property only when asked again.
    style()->unpolish(this);
    style()->polish(this);
    setAccessibleName(text.headline);
    setAccessibleDescription(text.advice + QLatin1Char('\n') + text.details);
    show();
}

void MessageBanner::dismiss()
{
    hide();
}

void MessageBanner::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    } else if (event->type() == QEvent::PaletteChange && isVisible()) {
        const QIcon icon = m_kind == Kind::Error
            ? themedIcon(QStringLiteral("warning"), IconRole::Danger)
            : themedIcon(QStringLiteral("info"), IconRole::Warning);
        m_icon->setPixmap(icon.pixmap(QSize(scaled(18), scaled(18)), devicePixelRatioF()));
    }
}

void MessageBanner::retranslate()
{
    m_toggle->setText(tr("Details"));
    m_copy->setText(tr("Copy"));
    m_close->setToolTip(tr("Dismiss"));
    m_close->setAccessibleName(tr("Dismiss this message"));
    m_details->setAccessibleName(tr("Details of the message"));
}

void MessageBanner::showDetails(bool shown)
{
    m_details->setVisible(shown);
}

} // namespace fe::widgets
