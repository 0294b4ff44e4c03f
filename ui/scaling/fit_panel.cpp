// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/fit_panel.h"

#include "scaling/scaling_state.h"
#include "widgets/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace fe::scaling_tab {

using widgets::scaled;

namespace {

constexpr double kUsualDelta = 1e-3; // Hoffmann et al. 2022

QString formula(scaling::Law law)
{
    switch (law) {
    case scaling::Law::Power:
        return QStringLiteral("y = a·x⁻ᵇ");
    case scaling::Law::PowerOffset:
        return QStringLiteral("y = c + a·x⁻ᵇ");
    case scaling::Law::Chinchilla:
        return QStringLiteral("y = E + A/Nᵅ + B/Dᵝ");
    case scaling::Law::Logistic:
        return QStringLiteral("y = floor + (top − floor)/(1 + exp(−slope·(u − midpoint))), "
                              "u = log₁₀ x");
    case scaling::Law::Hinge:
        return QStringLiteral("y = level + left·(u − break), right above it; u = log₁₀ x");
    case scaling::Law::Linear:
        return QStringLiteral("y = intercept + slope·u; u = log₁₀ x");
    }
    return {};
}

QDoubleSpinBox* numberBox(QWidget* parent, const char* name, double low, double high, int digits)
{
    auto* box = new QDoubleSpinBox(parent);
    box->setObjectName(QLatin1String(name));
    box->setDecimals(digits);
    box->setRange(low, high);
    box->setKeyboardTracking(false);
    box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    return box;
}

} // namespace

QString lawTitle(scaling::Law law)
{
    const auto translated = [](const char* text) {
        return QCoreApplication::translate("fe::scaling_tab::FitPanel", text);
    };
    switch (law) {
    case scaling::Law::Power:
        return translated(QT_TRANSLATE_NOOP("fe::scaling_tab::FitPanel", "power law"));
    case scaling::Law::PowerOffset:
        return translated(QT_TRANSLATE_NOOP("fe::scaling_tab::FitPanel", "power law with offset"));
    case scaling::Law::Chinchilla:
        return translated(QT_TRANSLATE_NOOP("fe::scaling_tab::FitPanel", "Chinchilla's law"));
    case scaling::Law::Logistic:
        return translated(QT_TRANSLATE_NOOP("fe::scaling_tab::FitPanel", "logistic in log x"));
    case scaling::Law::Hinge:
        return translated(QT_TRANSLATE_NOOP("fe::scaling_tab::FitPanel", "hinge in log x"));
    case scaling::Law::Linear:
        return translated(QT_TRANSLATE_NOOP("fe::scaling_tab::FitPanel", "line in log x"));
    }
    return {};
}

FitPanel::FitPanel(ScalingState& state, QWidget* parent)
    : QWidget(parent), m_state(state), m_title(new QLabel(this)), m_law(new QComboBox(this)),
      m_fit(new QPushButton(this)), m_formula(new QLabel(this)), m_more(new QToolButton(this)),
      m_options(new QWidget(this)), m_floor(new QComboBox(m_options)),
      m_floorValue(numberBox(m_options, "floorValue", -1e6, 1e6, 4)),
      m_top(new QComboBox(m_options)), m_topValue(numberBox(m_options, "topValue", -1e6, 1e6, 4)),
      m_weighted(new QCheckBox(m_options)), m_robust(new QCheckBox(m_options)),
      m_huber(numberBox(m_options, "huberDelta", 1e-6, 1e6, 6)),
      m_bootstrap(new QSpinBox(m_options)), m_decades(numberBox(m_options, "decades", 0, 6, 1))
{
    build();
    connect(m_fit, &QPushButton::clicked, this,
            [this] { m_state.isFitting() ? m_state.cancelFit() : m_state.fit(); });
    connect(&m_state, &ScalingState::fitSettingsChanged, this, &FitPanel::showSettings);
    connect(&m_state, &ScalingState::fitStarted, this, &FitPanel::showRunning);
    connect(&m_state, &ScalingState::fitEnded, this, &FitPanel::showRunning);
    connect(&m_state, &ScalingState::tableChanged, this, &FitPanel::showRunning);
    retranslate();
}

void FitPanel::build()
{
    m_title->setProperty("kind", QStringLiteral("title"));
    m_law->setObjectName(QStringLiteral("law"));
    m_law->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_law->setMinimumContentsLength(6);
    m_fit->setObjectName(QStringLiteral("fit"));
    m_formula->setProperty("kind", QStringLiteral("secondary"));
    m_formula->setWordWrap(true);
    m_more->setObjectName(QStringLiteral("fitOptions"));
    m_more->setProperty("kind", QStringLiteral("quiet"));
    m_more->setCheckable(true);
    connect(m_more, &QToolButton::toggled, m_options, &QWidget::setVisible);
    for (const scaling::Law law : scaling::allLaws()) {
        m_law->addItem(QString(), static_cast<int>(law));
    }
    buildOptions();
    m_options->hide();
    auto* row = new QHBoxLayout;
    row->setSpacing(scaled(6));
    row->addWidget(m_law, 1);
    row->addWidget(m_fit);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(6));
    column->addWidget(m_title);
    column->addLayout(row);
    column->addWidget(m_formula);
    column->addWidget(m_more, 0, Qt::AlignLeft);
    column->addWidget(m_options);
}

void FitPanel::buildOptions()
{
    m_floor->setObjectName(QStringLiteral("floor"));
    m_top->setObjectName(QStringLiteral("top"));
    m_weighted->setObjectName(QStringLiteral("weighted"));
    m_robust->setObjectName(QStringLiteral("robust"));
    m_bootstrap->setObjectName(QStringLiteral("bootstrap"));
    m_floor->addItems({ QString(), QString() });
    m_top->addItems({ QString(), QString(), QString() });
    m_bootstrap->setRange(0, 100'000);
    m_bootstrap->setSingleStep(100);
    m_bootstrap->setKeyboardTracking(false);
    m_form = new QFormLayout(m_options);
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setVerticalSpacing(scaled(6));
    const auto pair = [this](QWidget* first, QWidget* second) {
        auto* field = new QWidget(m_options);
        auto* row = new QHBoxLayout(field);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(scaled(6));
        row->addWidget(first, 1);
        row->addWidget(second, 1);
        return field;
    };
    addRow(m_form, pair(m_floor, m_floorValue), [] { return tr("Floor"); });
    addRow(m_form, pair(m_top, m_topValue), [] { return tr("Top"); });
    m_form->addRow(m_weighted);
    m_form->addRow(pair(m_robust, m_huber));
    addRow(m_form, m_bootstrap, [] { return tr("Bootstrap"); });
    addRow(m_form, m_decades, [] { return tr("Decades beyond"); });
    for (QComboBox* box : { m_law, m_floor, m_top }) {
        connect(box, &QComboBox::activated, this, &FitPanel::readSettings);
    }
    for (QDoubleSpinBox* box : { m_floorValue, m_topValue, m_huber, m_decades }) {
        connect(box, &QDoubleSpinBox::valueChanged, this, &FitPanel::readSettings);
    }
    connect(m_bootstrap, &QSpinBox::valueChanged, this, &FitPanel::readSettings);
    connect(m_weighted, &QCheckBox::toggled, this, &FitPanel::readSettings);
    connect(m_robust, &QCheckBox::toggled, this, &FitPanel::readSettings);
}

QLabel* FitPanel::addRow(QFormLayout* form, QWidget* field, QString (*text)())
{
    auto* label = new QLabel(m_options);
    form->addRow(label, field);
    m_labels.push_back({ label, field, text });
    return label;
}

void FitPanel::showSettings()
{
    m_showing = true;
    const FitSettings& settings = m_state.fitSettings();
    const bool logistic = settings.law == scaling::Law::Logistic;
    m_law->setCurrentIndex(m_law->findData(static_cast<int>(settings.law)));
    m_formula->setText(formula(settings.law));
    m_floor->setCurrentIndex(settings.floor == FitSettings::Floor::Chance ? 0 : 1);
    m_floorValue->setValue(settings.floorValue);
    m_top->setCurrentIndex(static_cast<int>(settings.top));
    m_topValue->setValue(settings.topValue);
    m_topValue->setEnabled(settings.top == FitSettings::Top::Value);
    m_weighted->setChecked(settings.weighted);
    m_robust->setChecked(settings.huberDelta.has_value());
    m_huber->setValue(settings.huberDelta.value_or(kUsualDelta));
    m_huber->setEnabled(settings.huberDelta.has_value());
    m_bootstrap->setValue(settings.bootstrap);
    m_decades->setValue(settings.decades);
    for (const NamedLabel& each : m_labels) {
        if (each.field == m_floor->parentWidget() || each.field == m_top->parentWidget()) {
            each.label->setVisible(logistic);
            each.field->setVisible(logistic);
        }
    }
    m_showing = false;
}

void FitPanel::readSettings()
{
    if (m_showing) {
        return;
    }
    FitSettings settings = m_state.fitSettings();
    settings.law = static_cast<scaling::Law>(m_law->currentData().toInt());
    settings.floor
        = m_floor->currentIndex() == 0 ? FitSettings::Floor::Chance : FitSettings::Floor::Value;
    settings.floorValue = m_floorValue->value();
    settings.top = static_cast<FitSettings::Top>(m_top->currentIndex());
    settings.topValue = m_topValue->value();
    settings.weighted = m_weighted->isChecked();
    settings.huberDelta = m_robust->isChecked() ? std::optional(m_huber->value()) : std::nullopt;
    settings.bootstrap = m_bootstrap->value();
    settings.decades = m_decades->value();
    m_state.setFitSettings(settings);
}

void FitPanel::showRunning()
{
    const bool running = m_state.isFitting();
    m_fit->setText(running ? tr("Cancel") : tr("Fit"));
    m_fit->setEnabled(m_state.table() != nullptr);
    const QString kind = running ? QString() : QStringLiteral("primary");
    if (m_fit->property("kind").toString() != kind) {
        m_fit->setProperty("kind", kind);
        m_fit->style()->unpolish(m_fit);
        m_fit->style()->polish(m_fit);
    }
}

void FitPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void FitPanel::retranslate()
{
    m_title->setText(tr("Fit"));
    for (int i = 0; i < m_law->count(); ++i) {
        m_law->setItemText(i, lawTitle(static_cast<scaling::Law>(m_law->itemData(i).toInt())));
    }
    m_law->setAccessibleName(tr("Law"));
    m_fit->setToolTip(tr("Fit the law to every series that is shown (Ctrl+Enter)"));
    m_more->setText(tr("Options"));
    m_floor->setItemText(0, tr("chance"));
    m_floor->setItemText(1, tr("value"));
    m_floor->setToolTip(tr("Where the curve begins: the column of chance where there is one, "
                           "else the value"));
    m_top->setItemText(0, tr("1"));
    m_top->setItemText(1, tr("value"));
    m_top->setItemText(2, tr("free"));
    m_top->setToolTip(tr("Where the curve ends"));
    m_weighted->setText(tr("Weigh by standard errors"));
    m_robust->setText(tr("Robust (Huber)"));
    m_robust->setToolTip(tr("Points that are off by more than delta count less"));
    m_huber->setAccessibleName(tr("Huber's delta"));
    m_bootstrap->setSpecialValueText(tr("none"));
    m_bootstrap->setToolTip(tr("Replicates for the intervals"));
    m_decades->setToolTip(tr("How far curves are drawn beyond the data"));
    for (const NamedLabel& each : m_labels) {
        each.label->setText(each.text());
        each.field->setAccessibleName(each.text());
    }
    showSettings();
    showRunning();
}

} // namespace fe::scaling_tab
