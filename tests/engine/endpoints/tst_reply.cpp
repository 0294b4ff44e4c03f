// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoints/reply.h"

#include <QTest>

#include <cmath>

using namespace fe::endpoints;
using fe::base::Json;

namespace {

/// JSON with ' for ", since moc loses its way in raw strings.
Json parsed(QByteArray text)
{
    const auto json = fe::base::parseJson(text.replace('\'', '"').toStdString(), "test");
    if (!json) {
        qFatal("the test's JSON is broken: %s", json.error().oneLine().c_str());
    }
    return *json;
}

/// "text@-1.50[text@-1.50 ...]" of each token; "?" for what is not told.
QByteArray shown(const std::vector<DescribedToken>& tokens)
{
    const auto number = [](float value) {
        return std::isnan(value) ? QByteArray("?") : QByteArray::number(double(value), 'f', 2);
    };
    QByteArray all;
    for (const DescribedToken& one : tokens) {
        all += QByteArray::fromStdString(one.token.bytes) + '@' + number(one.token.logProb) + '[';
        for (const TokenEntry& other : one.top) {
            all += QByteArray::fromStdString(other.bytes) + '@' + number(other.logProb) + ' ';
        }
        all += ']';
    }
    return all;
}

} // namespace

class TestReply : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textIsFoundInEveryShape_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char* name, const char* json, const char* text) {
            QTest::newRow(name) << QByteArray(json) << QByteArray(text);
        };
        row("completion", "{'choices':[{'text':'a'}]}", "a");
        row("chunk of a chat", "{'choices':[{'delta':{'content':'a'}}]}", "a");
        row("whole chat", "{'choices':[{'message':{'role':'assistant','content':'a'}}]}", "a");
        row("null content", "{'choices':[{'delta':{'role':'assistant','content':null}}]}", "");
        row("no content", "{'choices':[{'delta':{}}]}", "");
        row("parts",
            "{'choices':[{'message':{'content':[{'type':'text','text':'a'},{'text':'b'}]}}]}",
            "ab");
        row("refusal", "{'choices':[{'message':{'content':null,'refusal':'No.'}}]}", "No.");
        row("no choices", "{'choices':[]}", "");
        row("null choices", "{'choices':null}", "");
        row("nothing", "{}", "");
        row("other choice first", "{'choices':[{'index':1,'text':'b'},{'index':0,'text':'a'}]}",
            "a");
        row("other choice alone", "{'choices':[{'index':1,'text':'b'}]}", "");
    }
    void textIsFoundInEveryShape()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, text);
        const auto piece = readPiece(parsed(json), "server");
        QVERIFY(piece);
        QCOMPARE(QByteArray::fromStdString(piece->text), text);
    }

    void wrongTypesAreMalformed_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("field");
        const auto row = [](const char* json, const char* field) {
            QTest::newRow(json) << QByteArray(json) << QByteArray(field);
        };
        row("[]", "answer");
        row("5", "answer");
        row("{'choices':5}", "choices");
        row("{'choices':{'0':{}}}", "choices");
        row("{'choices':['a']}", "choices");
        row("{'choices':[{'text':5}]}", "text");
        row("{'choices':[{'text':{'a':1}}]}", "text");
        row("{'choices':[{'delta':'a'}]}", "delta");
        row("{'choices':[{'message':[]}]}", "message");
        row("{'choices':[{'delta':{'content':true}}]}", "content");
        row("{'choices':[{'text':'a','finish_reason':1}]}", "finish_reason");
        row("{'choices':[{'text':'a','logprobs':[]}]}", "logprobs");
        row("{'choices':[{'text':'a','logprobs':{'content':5}}]}", "logprobs.content");
        row("{'choices':[{'text':'a','logprobs':{'content':[5]}}]}", "logprobs.content");
        row("{'choices':[{'text':'a','logprobs':{'content':[{}]}}]}", "logprobs.token");
        row("{'choices':[{'text':'a','logprobs':{'content':[{'token':5}]}}]}", "logprobs.token");
        row("{'choices':[{'text':'a','logprobs':{'content':[{'bytes':'a'}]}}]}", "logprobs.bytes");
        row("{'choices':[{'text':'a','logprobs':{'content':[{'bytes':[256]}]}}]}",
            "logprobs.bytes");
        row("{'choices':[{'text':'a','logprobs':{'content':[{'bytes':[-1]}]}}]}", "logprobs.bytes");
        row("{'choices':[{'text':'a','logprobs':{'content':[{'token':'a','top_logprobs':5}]}}]}",
            "logprobs.top_logprobs");
        row("{'choices':[{'text':'a','logprobs':{'tokens':5}}]}", "logprobs.tokens");
        row("{'choices':[{'text':'a','logprobs':{'tokens':[5],'token_logprobs':[0]}}]}",
            "logprobs.tokens");
        row("{'choices':[{'text':'a','logprobs':{'tokens':['a']}}]}", "logprobs.token_logprobs");
        row("{'choices':[{'text':'a','logprobs':{'tokens':['a'],'token_logprobs':[0,0]}}]}",
            "logprobs.token_logprobs");
        row("{'choices':[{'text':'a','logprobs':{'tokens':['a'],'token_logprobs':[0],'top_logprobs'"
            ":[]}}]}",
            "logprobs.token_logprobs");
    }
    void wrongTypesAreMalformed()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, field);
        const auto piece = readPiece(parsed(json), "server");
        QVERIFY(!piece);
        QCOMPARE(piece.error().code, fe::base::ErrorCode::Malformed);
        QCOMPARE(QByteArray::fromStdString(piece.error().field), field);
        QCOMPARE(piece.error().file, "server");
    }

    void logProbsAreReadInEveryShape_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("tokens");
        const auto row = [](const char* name, const char* json, const char* tokens) {
            QTest::newRow(name) << QByteArray(json) << QByteArray(tokens);
        };
        row("null", "null", "");
        row("empty", "{}", "");
        row("null content", "{'content':null}", "");
        row("chat",
            "{'content':[{'token':'a','logprob':-0.5,'bytes':[97],'top_logprobs':["
            "{'token':'b','logprob':-1.5,'bytes':[98]},{'token':'a','logprob':-0.5,'bytes':[97]}]}]"
            "}",
            "a@-0.50[a@-0.50 b@-1.50 ]");
        row("bytes go before the token",
            "{'content':[{'token':'\\\\xec','logprob':-1,'bytes':[236,149]}]}", "\xEC\x95@-1.00[]");
        row("null bytes", "{'content':[{'token':'a','logprob':-1,'bytes':null}]}", "a@-1.00[]");
        row("completions",
            "{'tokens':['a',' b'],'token_logprobs':[null,-2],'top_logprobs':[null,{' b':-2,' "
            "c':-1}],"
            "'text_offset':[0,1]}",
            "a@?[] b@-2.00[ c@-1.00  b@-2.00 ]");
        row("completions without alternatives",
            "{'tokens':['a'],'token_logprobs':[-1],'top_logprobs':null}", "a@-1.00[]");
        row("spelled bytes", "{'tokens':['bytes:\\\\xf0\\\\x9f'],'token_logprobs':[-1]}",
            "\xF0\x9F@-1.00[]");
        row("no spelled bytes", "{'tokens':['bytes:\\\\xzz'],'token_logprobs':[-1]}",
            "bytes:\\xzz@-1.00[]");
        row("only the mark", "{'tokens':['bytes:'],'token_logprobs':[-1]}", "bytes:@-1.00[]");
        row("not told", "{'tokens':['a','b','c'],'token_logprobs':[-9999,-3.4e38,'x']}",
            "a@?[]b@?[]c@?[]");
        row("no probability", "{'tokens':['a','b'],'token_logprobs':[0.0001,3]}", "a@0.00[]b@?[]");
        row("alternatives without number are dropped",
            "{'content':[{'token':'a','logprob':-1,'top_logprobs':[{'token':'b','logprob':-9999},{'"
            "token':'c'}]}]}",
            "a@-1.00[]");
        row("held back text of llama-server",
            "{'content':[{'id':7,'token':'','bytes':[],'logprob':-1,'top_logprobs':["
            "{'id':8,'token':'x','bytes':[120],'logprob':-0.5},{'id':7,'token':'st','bytes':[115,"
            "116],'logprob':-1}]}]}",
            "st@-1.00[x@-0.50 st@-1.00 ]");
        row("text that llama-server held back before",
            "{'content':[{'id':7,'token':' of','bytes':[32,111,102],'logprob':-1,'top_logprobs':["
            "{'id':7,'token':'f','bytes':[102],'logprob':-1}]}]}",
            "f@-1.00[f@-1.00 ]");
    }
    void logProbsAreReadInEveryShape()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, tokens);
        const auto read = readLogProbs(parsed(json), "server");
        QVERIFY2(read, read ? "" : read.error().oneLine().c_str());
        QCOMPARE(shown(*read), tokens);
    }

    void endAndUsageAreRead()
    {
        const auto piece = readPiece(
            parsed("{'choices':[{'text':'','finish_reason':'stop','stop_reason':'###'}],"
                   "'usage':{'prompt_tokens':7,'completion_tokens':3,'prompt_tokens_details':{'"
                   "cached_tokens':5}}}"),
            "server");
        QVERIFY(piece && piece->usage);
        QCOMPARE(piece->finish, "stop");
        QCOMPARE(piece->stopText, "###");
        QVERIFY(piece->saysWhatStopped);
        QCOMPARE(piece->usage->promptTokens, std::int64_t { 7 });
        QCOMPARE(piece->usage->cachedTokens, std::int64_t { 5 });
        QCOMPARE(piece->usage->completionTokens, std::int64_t { 3 });
    }

    void nonsenseInUsageCountsNothing()
    {
        const auto piece
            = readPiece(parsed("{'choices':[],'usage':{'prompt_tokens':-5,'completion_tokens':'x',"
                               "'prompt_tokens_details':{'cached_tokens':9}}}"),
                        "server");
        QVERIFY(piece && piece->usage);
        QCOMPARE(piece->usage->promptTokens, std::int64_t { 0 });
        QCOMPARE(piece->usage->cachedTokens, std::int64_t { 0 });
        QCOMPARE(piece->usage->completionTokens, std::int64_t { 0 });
    }
};

QTEST_APPLESS_MAIN(TestReply)
#include "tst_reply.moc"
