// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"
#include "chat/chat_template.h"

#include <QFile>
#include <QTest>

#include <map>

using fe::base::Json;
using fe::chat::ChatTemplate;
using fe::chat::RenderOptions;

namespace {

std::string readData(const std::string& name)
{
    QFile file(QStringLiteral(FE_TEST_DATA "/chat/") + QString::fromStdString(name));
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("missing test data: %s", name.c_str());
    }
    return file.readAll().toStdString();
}

Json readJson(const std::string& name)
{
    auto json = fe::base::parseJson(readData(name), name);
    if (!json) {
        qFatal("%s", json.error().oneLine().c_str());
    }
    return *std::move(json);
}

std::string textOf(const Json& object, std::string_view key)
{
    const Json* value = object.find(key);
    return value != nullptr && value->asString() != nullptr ? *value->asString() : std::string();
}

/// What happened, in the words of the reference: output, refused or fails.
Json outcome(const std::string& source, const Json& messages, const Json& variables, bool prompt)
{
    RenderOptions options;
    options.addGenerationPrompt = prompt;
    options.bosToken = "<s>";
    options.eosToken = "</s>";
    options.variables = variables;
    Json result = Json::object();
    const auto compiled = ChatTemplate::compile(source, "reference.jinja");
    if (!compiled) {
        result.set("fails", compiled.error().oneLine());
        return result;
    }
    const auto text = compiled->render(messages, options);
    if (text) {
        result.set("output", *text);
    } else if (text.error().code == fe::base::ErrorCode::InvalidArgument) {
        result.set("refused", text.error().why);
    } else {
        result.set("fails", text.error().oneLine());
    }
    return result;
}

/// Python's own errors need not be worded alike, only be errors.
void compareOutcome(const Json& actual, const Json& expected)
{
    for (const char* key : { "output", "refused" }) {
        if (expected.find(key) != nullptr) {
            QVERIFY2(actual.find(key) != nullptr, fe::base::toText(actual).c_str());
            QCOMPARE(QString::fromStdString(textOf(actual, key)),
                     QString::fromStdString(textOf(expected, key)));
            QCOMPARE(textOf(actual, key), textOf(expected, key));
            return;
        }
    }
    QVERIFY2(
        actual.find("fails") != nullptr,
        (fe::base::toText(actual) + " where Python says " + textOf(expected, "fails")).c_str());
}

} // namespace

class TestChatReference : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_conversations = readJson("conversations.json");
        m_templates = readJson("templates.json");
        m_snippets = readJson("snippets.json");
        QVERIFY(m_templates.asArray()->size() > 500);
        QVERIFY(m_snippets.find("snippets")->asArray()->size() > 300);
    }

    void promptsOfModelsAreThoseOfTransformers_data()
    {
        QTest::addColumn<int>("index");
        int index = 0;
        for (const Json& row : *m_templates.asArray()) {
            const std::string name = textOf(row, "template") + ": " + textOf(row, "conversation")
                + ", " + textOf(row, "setting");
            QTest::newRow(name.c_str()) << index++;
        }
    }

    void promptsOfModelsAreThoseOfTransformers()
    {
        QFETCH(int, index);
        const Json& row = (*m_templates.asArray())[static_cast<std::size_t>(index)];
        const Json& setting = *m_conversations.find("settings")->find(textOf(row, "setting"));
        compareOutcome(
            outcome(sourceOf(textOf(row, "template")),
                    *m_conversations.find("conversations")->find(textOf(row, "conversation")),
                    *setting.find("variables"), *setting.find("prompt")->asBool()),
            row);
    }

    void snippetsGiveWhatJinjaGives_data()
    {
        QTest::addColumn<int>("index");
        std::map<std::string, int> numbers;
        int index = 0;
        for (const Json& row : *m_snippets.find("snippets")->asArray()) {
            const std::string group = textOf(row, "group");
            QTest::newRow((group + " " + std::to_string(++numbers[group])).c_str()) << index++;
        }
    }

    void snippetsGiveWhatJinjaGives()
    {
        QFETCH(int, index);
        const Json& row
            = (*m_snippets.find("snippets")->asArray())[static_cast<std::size_t>(index)];
        const Json messages = *fe::base::parseJson(
            R"([{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "안녕"}])",
            "messages");
        compareOutcome(
            outcome(textOf(row, "source"), messages, *m_snippets.find("variables"), true), row);
    }

private:
    std::string sourceOf(const std::string& name)
    {
        std::string& source = m_sources[name];
        if (source.empty()) {
            source = readData("templates/" + name);
        }
        return source;
    }

    Json m_conversations;
    Json m_templates;
    Json m_snippets;
    std::map<std::string, std::string> m_sources;
};

QTEST_APPLESS_MAIN(TestChatReference)

#include "tst_chat_reference.moc"
