<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>Understand foundation models by handling them: prompt one and watch how it chooses every token. Everything runs on this computer.</source>
        <translation>파운데이션 모델을 직접 다루며 이해합니다. 프롬프트를 주고 토큰 하나하나를 어떻게 고르는지 지켜보세요. 모든 것은 이 컴퓨터에서 실행됩니다.</translation>
    </message>
    <message>
        <source>Version %1, Qt %2, %3</source>
        <translation>버전 %1, Qt %2, %3</translation>
    </message>
    <message>
        <source>This program is free software under the GNU General Public License, version 3 or later, without any warranty. Its engine is under the Apache License 2.0.</source>
        <translation>이 프로그램은 GNU 일반 공중 사용 허가서(GPL) 3판 또는 그 이후 판을 따르는 자유 소프트웨어이며, 어떠한 보증도 하지 않습니다. 엔진은 아파치 라이선스 2.0을 따릅니다.</translation>
    </message>
    <message>
        <source>It is built on Qt (LGPL-3.0), libtorch (BSD-3-Clause, with Intel MKL and oneDNN inside), PCRE2 (BSD-3-Clause), ICU (Unicode License), OpenSSL (Apache-2.0) and nlohmann/json (MIT). The models that you open come with licences of their own.</source>
        <translation>Qt(LGPL-3.0), libtorch(BSD-3-Clause, Intel MKL과 oneDNN 포함), PCRE2(BSD-3-Clause), ICU(Unicode License), OpenSSL(Apache-2.0), nlohmann/json(MIT)을 바탕으로 만들었습니다. 사용자가 여는 모델에는 저마다의 라이선스가 있습니다.</translation>
    </message>
    <message>
        <source>About Foundation Explorer</source>
        <translation>Foundation Explorer 정보</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
</context>
<context>
    <name>AttentionReport</name>
    <message>
        <source>head</source>
        <translation>헤드</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>층</translation>
    </message>
    <message>
        <source>Attention of %1</source>
        <translation>%1의 어텐션</translation>
    </message>
    <message>
        <source>Scores of the heads</source>
        <translation>헤드 점수</translation>
    </message>
    <message>
        <source>Logit lens</source>
        <translation>로짓 렌즈</translation>
    </message>
</context>
<context>
    <name>AttentionScores</name>
    <message>
        <source>induction</source>
        <translation>유도</translation>
    </message>
    <message>
        <source>Weight on the token after the last earlier occurrence of the query&apos;s own token (Olsson et al. 2022)</source>
        <translation>질의와 같은 토큰이 앞서 마지막으로 나온 자리의 다음 토큰에 주는 가중치 (Olsson 외 2022)</translation>
    </message>
    <message>
        <source>previous</source>
        <translation>직전</translation>
    </message>
    <message>
        <source>Weight on the token just before</source>
        <translation>바로 앞 토큰에 주는 가중치</translation>
    </message>
    <message>
        <source>duplicate</source>
        <translation>중복</translation>
    </message>
    <message>
        <source>Weight on the last earlier occurrence of the query&apos;s own token</source>
        <translation>질의와 같은 토큰이 앞서 마지막으로 나온 자리에 주는 가중치</translation>
    </message>
    <message>
        <source>sink</source>
        <translation>싱크</translation>
    </message>
    <message>
        <source>Weight on the first token</source>
        <translation>첫 토큰에 주는 가중치</translation>
    </message>
    <message>
        <source>delimiter</source>
        <translation>구분자</translation>
    </message>
    <message>
        <source>Weight on punctuation, line ends and special tokens</source>
        <translation>문장 부호, 줄 끝, 특수 토큰에 주는 가중치</translation>
    </message>
    <message>
        <source>entropy</source>
        <translation>엔트로피</translation>
    </message>
    <message>
        <source>How evenly a query spreads its attention, nats: 0 is one key</source>
        <translation>질의가 어텐션을 얼마나 고르게 나누는지(nat): 0이면 키 하나</translation>
    </message>
    <message>
        <source>distance</source>
        <translation>거리</translation>
    </message>
    <message>
        <source>Mean distance of what is looked at, tokens</source>
        <translation>보는 곳까지의 평균 거리, 토큰</translation>
    </message>
    <message>
        <source>Mean distance of what is looked at, pixels between patches</source>
        <translation>보는 곳까지의 평균 거리, 패치 사이 픽셀</translation>
    </message>
</context>
<context>
    <name>Attentions</name>
    <message>
        <source>Decoder to encoder</source>
        <translation>디코더에서 인코더로</translation>
    </message>
    <message>
        <source>Encoder</source>
        <translation>인코더</translation>
    </message>
    <message>
        <source>Decoder</source>
        <translation>디코더</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>그림</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>텍스트</translation>
    </message>
    <message>
        <source>Self-attention</source>
        <translation>셀프 어텐션</translation>
    </message>
</context>
<context>
    <name>ErrorText</name>
    <message>
        <source>Something needed is not there</source>
        <translation>필요한 것을 찾을 수 없습니다</translation>
    </message>
    <message>
        <source>A file cannot be read or written</source>
        <translation>파일을 읽거나 쓸 수 없습니다</translation>
    </message>
    <message>
        <source>The file is damaged or not what it claims to be</source>
        <translation>파일이 손상되었거나 형식이 다릅니다</translation>
    </message>
    <message>
        <source>This program cannot use it yet</source>
        <translation>이 프로그램에서 아직 쓸 수 없습니다</translation>
    </message>
    <message>
        <source>This is larger than allowed</source>
        <translation>허용된 크기를 넘었습니다</translation>
    </message>
    <message>
        <source>Not enough memory</source>
        <translation>메모리가 모자랍니다</translation>
    </message>
    <message>
        <source>A setting does not fit</source>
        <translation>설정이 맞지 않습니다</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>취소됨</translation>
    </message>
    <message>
        <source>The program made a mistake</source>
        <translation>프로그램 내부 오류입니다</translation>
    </message>
    <message>
        <source>Check that the file is still in its place, or choose another one.</source>
        <translation>파일이 그 자리에 있는지 확인하거나 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>Check the permissions and the free space of the disk, then try again.</source>
        <translation>권한과 디스크 여유 공간을 확인한 뒤 다시 시도하세요.</translation>
    </message>
    <message>
        <source>Download the file again, or choose another one.</source>
        <translation>파일을 다시 내려받거나 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>Choose a model or file of another kind; the details name the reason.</source>
        <translation>다른 종류의 모델이나 파일을 고르세요. 이유는 ‘자세히’에 있습니다.</translation>
    </message>
    <message>
        <source>Make it smaller; the details name the limit.</source>
        <translation>크기를 줄이세요. 한도는 ‘자세히’에 있습니다.</translation>
    </message>
    <message>
        <source>Close other programs, choose a smaller model or keep its weights as stored.</source>
        <translation>다른 프로그램을 닫거나, 더 작은 모델을 고르거나, 가중치를 저장된 그대로 쓰세요.</translation>
    </message>
    <message>
        <source>Change the setting that the details name.</source>
        <translation>‘자세히’에 나온 설정을 바꾸세요.</translation>
    </message>
    <message>
        <source>Try again; if it stays, copy the details into a report.</source>
        <translation>다시 시도하고, 계속되면 자세한 내용을 복사해 알려 주세요.</translation>
    </message>
</context>
<context>
    <name>JobText</name>
    <message>
        <source>%1 s left</source>
        <translation>%1초 남음</translation>
    </message>
    <message>
        <source>%1 min %2 s left</source>
        <translation>%1분 %2초 남음</translation>
    </message>
    <message>
        <source>%1 h %2 min left</source>
        <translation>%1시간 %2분 남음</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>대기 중</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 중 %1</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>초당 %1</translation>
    </message>
</context>
<context>
    <name>LabelPresets</name>
    <message>
        <source>The label alone</source>
        <translation>레이블만</translation>
    </message>
    <message>
        <source>A photo of a …</source>
        <translation>… 사진(영어)</translation>
    </message>
    <message>
        <source>Pictures of every kind</source>
        <translation>모든 종류의 그림(영어)</translation>
    </message>
    <message>
        <source>Pictures of every kind, in Korean</source>
        <translation>모든 종류의 그림(한국어)</translation>
    </message>
    <message>
        <source>Sample pictures</source>
        <translation>예제 그림</translation>
    </message>
    <message>
        <source>Animals</source>
        <translation>동물</translation>
    </message>
    <message>
        <source>Food</source>
        <translation>음식</translation>
    </message>
    <message>
        <source>Vehicles</source>
        <translation>탈것</translation>
    </message>
    <message>
        <source>Weather and sky</source>
        <translation>날씨와 하늘</translation>
    </message>
    <message>
        <source>CIFAR-10 classes</source>
        <translation>CIFAR-10 클래스</translation>
    </message>
</context>
<context>
    <name>LoadQueue</name>
    <message>
        <source>Loading %1</source>
        <translation>%1 불러오는 중</translation>
    </message>
</context>
<context>
    <name>ModelFacts</name>
    <message>
        <source>%1 of %2 dimensions</source>
        <translation>%1개, 각 %2차원</translation>
    </message>
    <message>
        <source>%1 of %2 dimensions, %3 for keys and values</source>
        <translation>%1개, 각 %2차원, 키와 값은 %3개</translation>
    </message>
    <message>
        <source>Stack</source>
        <translation>스택</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>레이어</translation>
    </message>
    <message>
        <source>Attention heads</source>
        <translation>어텐션 헤드</translation>
    </message>
    <message>
        <source>Hidden size</source>
        <translation>은닉 크기</translation>
    </message>
    <message>
        <source>MLP size</source>
        <translation>MLP 크기</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>아키텍처</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>매개변수</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>컨텍스트</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>토큰 %1개</translation>
    </message>
    <message>
        <source>Vocabulary</source>
        <translation>어휘 수</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>그림</translation>
    </message>
    <message>
        <source>%1 x %1 pixels in patches of %2 x %2</source>
        <translation>%1 x %1 픽셀, 패치 %2 x %2</translation>
    </message>
    <message>
        <source>Size of the vectors</source>
        <translation>벡터 크기</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>레이블</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>형식</translation>
    </message>
    <message>
        <source>Calls itself</source>
        <translation>파일 속 이름</translation>
    </message>
    <message>
        <source>Number types</source>
        <translation>수 형식</translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation>텐서</translation>
    </message>
    <message>
        <source>Size on disk</source>
        <translation>디스크 크기</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>라이선스</translation>
    </message>
    <message>
        <source>the files do not say</source>
        <translation>파일에 적혀 있지 않음</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>경로</translation>
    </message>
    <message>
        <source>as stored</source>
        <translation>저장된 그대로</translation>
    </message>
    <message>
        <source>%1 · needs about %2</source>
        <translation>%1 · 약 %2 필요</translation>
    </message>
</context>
<context>
    <name>ModelText</name>
    <message>
        <source>decoder</source>
        <translation>디코더</translation>
    </message>
    <message>
        <source>%1 is a decoder (%2): it continues text, token by token. It is good for prompting and for looking inside while it writes.</source>
        <translation>%1: 디코더(%2)입니다. 글을 토큰 하나씩 이어 씁니다. 프롬프트를 주고, 쓰는 동안 그 속을 들여다보기에 좋습니다.</translation>
    </message>
    <message>
        <source>encoder-decoder</source>
        <translation>인코더-디코더</translation>
    </message>
    <message>
        <source>%1 is an encoder-decoder (%2): it reads a whole text and then writes an answer. It is good for translating and summarising.</source>
        <translation>%1: 인코더-디코더(%2)입니다. 글 전체를 읽은 다음 답을 씁니다. 번역과 요약에 좋습니다.</translation>
    </message>
    <message>
        <source>encoder</source>
        <translation>인코더</translation>
    </message>
    <message>
        <source>%1 is an encoder (%2): it reads text and does not continue it. It is good for comparing and classifying texts and for looking at its attention.</source>
        <translation>%1: 인코더(%2)입니다. 글을 읽을 뿐 이어 쓰지 않습니다. 글을 비교하고 분류하거나 어텐션을 들여다보기에 좋습니다.</translation>
    </message>
    <message>
        <source>%1 is a vision model (%2): it reads pictures and writes no text. It is good for recognising what a picture shows and for looking at its attention.</source>
        <translation>%1: 비전 모델(%2)입니다. 그림을 읽고 글은 쓰지 않습니다. 그림에 무엇이 있는지 알아보고 어텐션을 들여다보기에 좋습니다.</translation>
    </message>
    <message>
        <source>%1 is a vision-language model (%2): it compares pictures with texts and writes neither. It is good for naming what a picture shows and for searching among pictures.</source>
        <translation>%1: 비전-언어 모델(%2)입니다. 그림과 글을 비교할 뿐 쓰거나 그리지 않습니다. 그림에 이름을 붙이고 그림을 찾기에 좋습니다.</translation>
    </message>
    <message>
        <source>%1 · %2 · %3 parameters</source>
        <translation>%1 · %2 · 매개변수 %3</translation>
    </message>
    <message>
        <source>Hugging Face folder</source>
        <translation>Hugging Face 폴더</translation>
    </message>
    <message>
        <source>%1 is a model of the kind %2.</source>
        <translation>%1: %2 종류의 모델입니다.</translation>
    </message>
    <message>
        <source>vision</source>
        <translation>비전</translation>
    </message>
    <message>
        <source>vision-language</source>
        <translation>비전-언어</translation>
    </message>
    <message>
        <source>module</source>
        <translation>모듈</translation>
    </message>
    <message>
        <source>%1 is a module (%2): it runs code of its own, which decides what it reads and returns. It is good for looking at its outputs and its attention.</source>
        <translation>%1: 모듈(%2)입니다. 자체 코드로 실행되며 무엇을 읽고 돌려줄지는 그 코드가 정합니다. 출력과 어텐션을 살펴보기에 좋습니다.</translation>
    </message>
</context>
<context>
    <name>Tabs</name>
    <message>
        <source>Prompt</source>
        <translation>프롬프트</translation>
    </message>
    <message>
        <source>Vision</source>
        <translation>비전</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>어텐션</translation>
    </message>
    <message>
        <source>Scaling</source>
        <translation>스케일링</translation>
    </message>
</context>
<context>
    <name>WindowActions</name>
    <message>
        <source>Open file…</source>
        <translation>파일 열기…</translation>
    </message>
    <message>
        <source>Open model folder…</source>
        <translation>모델 폴더 열기…</translation>
    </message>
    <message>
        <source>Choose a language model</source>
        <translation>언어 모델 고르기</translation>
    </message>
    <message>
        <source>Look for models again</source>
        <translation>모델 다시 찾기</translation>
    </message>
    <message>
        <source>Cancel the running job</source>
        <translation>실행 중인 작업 취소</translation>
    </message>
    <message>
        <source>Find a command…</source>
        <translation>명령 찾기…</translation>
    </message>
    <message>
        <source>Dismiss the message</source>
        <translation>알림 닫기</translation>
    </message>
    <message>
        <source>About Foundation Explorer</source>
        <translation>Foundation Explorer 정보</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>끝내기</translation>
    </message>
    <message>
        <source>as stored</source>
        <translation>저장된 그대로</translation>
    </message>
    <message>
        <source>As in the file: smallest</source>
        <translation>파일에 있는 그대로: 가장 작음</translation>
    </message>
    <message>
        <source>32-bit numbers: the reference</source>
        <translation>32비트 수: 기준값</translation>
    </message>
    <message>
        <source>16-bit numbers: half the memory of f32</source>
        <translation>16비트 수: f32의 절반 메모리</translation>
    </message>
    <message>
        <source>Theme of the system</source>
        <translation>시스템 테마</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>밝은 테마</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>어두운 테마</translation>
    </message>
    <message>
        <source>Language of the system</source>
        <translation>시스템 언어</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>모델…</translation>
    </message>
    <message>
        <source>Blocks of 8 bits: a quarter of the memory of f32</source>
        <translation>8비트 블록: 메모리가 f32의 4분의 1</translation>
    </message>
    <message>
        <source>Blocks of 4 bits: smallest, less exact</source>
        <translation>4비트 블록: 가장 작지만 덜 정확함</translation>
    </message>
</context>
<context>
    <name>WrongFile</name>
    <message>
        <source>Open a .gguf file, a TorchScript archive, or a folder with config.json and *.safetensors.</source>
        <translation>.gguf 파일, TorchScript 아카이브, 또는 config.json과 *.safetensors가 든 폴더를 여세요.</translation>
    </message>
    <message>
        <source>%1 holds weights alone</source>
        <translation>%1에는 가중치만 있습니다</translation>
    </message>
    <message>
        <source>Without config.json beside it nothing says which model they are.</source>
        <translation>옆에 config.json이 없으면 어떤 모델의 가중치인지 알 수 없습니다.</translation>
    </message>
    <message>
        <source>Put the model&apos;s config.json and tokenizer.json into the same folder and open the folder.</source>
        <translation>모델의 config.json과 tokenizer.json을 같은 폴더에 넣고 그 폴더를 여세요.</translation>
    </message>
    <message>
        <source>%1 is a Python pickle</source>
        <translation>%1: 파이썬 피클 파일입니다</translation>
    </message>
    <message>
        <source>Such a file can run any code when it is loaded, so it is never loaded here.</source>
        <translation>이런 파일은 불러올 때 어떤 코드든 실행할 수 있어서 여기서는 절대 불러오지 않습니다.</translation>
    </message>
    <message>
        <source>Get the same model as *.safetensors or GGUF; most model pages offer one of them.</source>
        <translation>같은 모델을 *.safetensors나 GGUF로 받으세요. 대부분의 모델 페이지에 둘 중 하나가 있습니다.</translation>
    </message>
    <message>
        <source>%1 (%2) is not a model</source>
        <translation>모델이 아닙니다: %1 (%2)</translation>
    </message>
    <message>
        <source>A model inside an archive cannot be read from there.</source>
        <translation>압축 파일 속의 모델은 바로 읽을 수 없습니다.</translation>
    </message>
    <message>
        <source>Unpack it, then open the folder that holds config.json, or the .gguf file.</source>
        <translation>압축을 푼 다음 config.json이 든 폴더나 .gguf 파일을 여세요.</translation>
    </message>
    <message>
        <source>%1 stands in place of the real file</source>
        <translation>%1: 진짜 파일 대신 놓인 표시입니다</translation>
    </message>
    <message>
        <source>Git LFS left this pointer; the file itself was not downloaded.</source>
        <translation>Git LFS가 남긴 포인터이며, 파일 자체는 내려받지 않은 상태입니다.</translation>
    </message>
    <message>
        <source>Run git lfs pull in its folder, or download the file by itself.</source>
        <translation>그 폴더에서 git lfs pull을 실행하거나 파일을 따로 내려받으세요.</translation>
    </message>
    <message>
        <source>%1 is empty</source>
        <translation>%1: 빈 파일입니다</translation>
    </message>
    <message>
        <source>There is nothing in the file.</source>
        <translation>파일에 아무것도 없습니다.</translation>
    </message>
    <message>
        <source>Download it again.</source>
        <translation>다시 내려받으세요.</translation>
    </message>
    <message>
        <source>%1 (%2) is a picture, not a model</source>
        <translation>모델이 아니라 그림입니다: %1 (%2)</translation>
    </message>
    <message>
        <source>A picture holds no weights.</source>
        <translation>그림에는 가중치가 없습니다.</translation>
    </message>
    <message>
        <source>%1 (%2) is a text, not a model</source>
        <translation>모델이 아니라 텍스트입니다: %1 (%2)</translation>
    </message>
    <message>
        <source>A text holds no weights.</source>
        <translation>텍스트에는 가중치가 없습니다.</translation>
    </message>
    <message>
        <source>%1 holds several models</source>
        <translation>%1에 모델이 여러 개 있습니다</translation>
    </message>
    <message>
        <source>The folder has more than one .gguf file.</source>
        <translation>폴더에 .gguf 파일이 둘 이상 있습니다.</translation>
    </message>
    <message>
        <source>Open one of these files.</source>
        <translation>그 파일 가운데 하나를 여세요.</translation>
    </message>
    <message>
        <source>%1 is not a model&apos;s folder</source>
        <translation>%1: 모델 폴더가 아닙니다</translation>
    </message>
    <message>
        <source>A model&apos;s folder has config.json and *.safetensors, or one .gguf file; this one has neither.</source>
        <translation>모델 폴더에는 config.json과 *.safetensors, 또는 .gguf 파일 하나가 있어야 하는데 이 폴더에는 없습니다.</translation>
    </message>
    <message>
        <source>Open the model&apos;s own folder.</source>
        <translation>모델이 든 폴더를 여세요.</translation>
    </message>
    <message>
        <source>There is no such file or folder: %1</source>
        <translation>파일이나 폴더가 없습니다: %1</translation>
    </message>
    <message>
        <source>It may have been moved or deleted.</source>
        <translation>옮겨졌거나 지워졌을 수 있습니다.</translation>
    </message>
    <message>
        <source>It is neither GGUF nor TorchScript nor safetensors, and no folder with config.json.</source>
        <translation>GGUF, TorchScript, safetensors가 아니고 config.json이 든 폴더도 아닙니다.</translation>
    </message>
</context>
<context>
    <name>fe::attention::AblationCard</name>
    <message>
        <source>Press Analyse first.</source>
        <translation>먼저 분석을 누르세요.</translation>
    </message>
    <message>
        <source>%1 gives no words, so that there is no prediction to compare.</source>
        <translation>%1은(는) 낱말을 내지 않아 견줄 예측이 없습니다.</translation>
    </message>
    <message>
        <source>Choose the attention of the decoder to itself above: heads of that stack are switched off here.</source>
        <translation>위에서 디코더의 셀프 어텐션을 고르세요. 여기서는 그 스택의 헤드를 끕니다.</translation>
    </message>
    <message>
        <source>Ablation</source>
        <translation>제거 실험</translation>
    </message>
    <message>
        <source>KL %1 nats</source>
        <translation>KL %1 nat</translation>
    </message>
    <message>
        <source>log-probability of “%1” %2</source>
        <translation>“%1”의 로그 확률 %2</translation>
    </message>
    <message>
        <source>before</source>
        <translation>전</translation>
    </message>
    <message>
        <source>after</source>
        <translation>후</translation>
    </message>
    <message>
        <source>Click a token to follow its log-probability</source>
        <translation>토큰을 누르면 그 로그 확률을 따라갑니다</translation>
    </message>
    <message>
        <source>mean of all tokens</source>
        <translation>모든 토큰의 평균</translation>
    </message>
    <message>
        <source>%1 has no head that predicts tokens: its output vector is compared. Cosine distance to the vector with everything on: %2.</source>
        <translation>%1에는 토큰을 예측하는 헤드가 없어 출력 벡터를 비교합니다. 모두 켠 벡터와의 코사인 거리: %2.</translation>
    </message>
    <message>
        <source>Predicted token before and after</source>
        <translation>끄기 전과 후에 예측한 토큰</translation>
    </message>
    <message>
        <source>token</source>
        <translation>토큰</translation>
    </message>
</context>
<context>
    <name>fe::attention::AttentionTab</name>
    <message>
        <source>Page for teaching (HTML)…</source>
        <translation>수업용 페이지 (HTML)…</translation>
    </message>
    <message>
        <source>Attention of the selected heads (safetensors)…</source>
        <translation>선택한 헤드의 어텐션 (safetensors)…</translation>
    </message>
    <message>
        <source>Attention of all heads (safetensors)…</source>
        <translation>모든 헤드의 어텐션 (safetensors)…</translation>
    </message>
    <message>
        <source>Rollout (safetensors)…</source>
        <translation>롤아웃 (safetensors)…</translation>
    </message>
    <message>
        <source>Save the page</source>
        <translation>페이지 저장</translation>
    </message>
    <message>
        <source>Pages (*.html)</source>
        <translation>페이지 (*.html)</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>%1 저장됨</translation>
    </message>
    <message>
        <source>Save tensors</source>
        <translation>텐서 저장</translation>
    </message>
    <message>
        <source>Tensors (*.safetensors)</source>
        <translation>텐서 (*.safetensors)</translation>
    </message>
    <message>
        <source>Logit lens</source>
        <translation>로짓 렌즈</translation>
    </message>
    <message>
        <source>What each layer would say next</source>
        <translation>층마다 다음에 말할 것</translation>
    </message>
    <message>
        <source>Ablation</source>
        <translation>제거 실험</translation>
    </message>
    <message>
        <source>What becomes of the prediction without some heads</source>
        <translation>일부 헤드가 없을 때의 예측</translation>
    </message>
    <message>
        <source>Patching</source>
        <translation>패칭</translation>
    </message>
    <message>
        <source>Which residual stream carries the answer</source>
        <translation>어느 잔차 스트림이 답을 나르는지</translation>
    </message>
    <message>
        <source>Q·K</source>
        <translation>Q·K</translation>
    </message>
    <message>
        <source>What each dimension of query and key adds to a score</source>
        <translation>질의와 키의 차원마다 점수에 더하는 것</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>Two texts or two models side by side</source>
        <translation>두 텍스트 또는 두 모델을 나란히</translation>
    </message>
    <message>
        <source>Analyse</source>
        <translation>분석</translation>
    </message>
    <message>
        <source>Stop reading attention</source>
        <translation>어텐션 읽기 멈춤</translation>
    </message>
    <message>
        <source>Pin or unpin the selected heads</source>
        <translation>선택한 헤드 고정/해제</translation>
    </message>
    <message>
        <source>Logarithmic colours of the overview</source>
        <translation>개요의 로그 색</translation>
    </message>
    <message>
        <source>Analyses of the same input</source>
        <translation>같은 입력에 대한 분석</translation>
    </message>
    <message>
        <source>Save view</source>
        <translation>화면 저장</translation>
    </message>
    <message>
        <source>The page as one HTML file, or tensors as safetensors</source>
        <translation>페이지를 HTML 파일 하나로, 또는 텐서를 safetensors로</translation>
    </message>
    <message>
        <source>Save this view</source>
        <translation>이 화면 저장</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>저장하는 중…</translation>
    </message>
</context>
<context>
    <name>fe::attention::BusyMark</name>
    <message>
        <source>Working…</source>
        <translation>계산하는 중…</translation>
    </message>
</context>
<context>
    <name>fe::attention::CompareCard</name>
    <message>
        <source>weight</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>Difference of the two passes</source>
        <translation>두 결과의 차이</translation>
    </message>
    <message>
        <source>%1 minus %2</source>
        <translation>%1 빼기 %2</translation>
    </message>
    <message>
        <source>A minus B</source>
        <translation>A 빼기 B</translation>
    </message>
    <message>
        <source>difference</source>
        <translation>차이</translation>
    </message>
    <message>
        <source>Mean total variation distance of a query: %1</source>
        <translation>질의의 평균 전변동 거리: %1</translation>
    </message>
    <message>
        <source>Press Analyse first: that pass is A.</source>
        <translation>먼저 분석을 누르세요. 그 결과가 A입니다.</translation>
    </message>
    <message>
        <source>B has no attention of this kind.</source>
        <translation>B에는 이런 어텐션이 없습니다.</translation>
    </message>
    <message>
        <source>Change the text or the model at the left and read it as B. The selected heads are then compared.</source>
        <translation>왼쪽에서 텍스트나 모델을 바꾸고 B로 읽으세요. 그러면 선택한 헤드를 견줍니다.</translation>
    </message>
    <message>
        <source>B does not have the selected heads.</source>
        <translation>B에는 선택한 헤드가 없습니다.</translation>
    </message>
    <message>
        <source>A: %1</source>
        <translation>A: %1</translation>
    </message>
    <message>
        <source>B: %1</source>
        <translation>B: %1</translation>
    </message>
    <message>
        <source>A has %1 tokens and B %2: a difference needs as many of both.</source>
        <translation>A는 토큰 %1개, B는 %2개입니다. 차이를 보려면 개수가 같아야 합니다.</translation>
    </message>
    <message>
        <source>Read as B</source>
        <translation>B로 읽기</translation>
    </message>
    <message>
        <source>Reads the text and model at the left as the second pass</source>
        <translation>왼쪽의 텍스트와 모델을 두 번째 결과로 읽습니다</translation>
    </message>
    <message>
        <source>Without B</source>
        <translation>B 없애기</translation>
    </message>
    <message>
        <source>Attention of A</source>
        <translation>A의 어텐션</translation>
    </message>
    <message>
        <source>Attention of B</source>
        <translation>B의 어텐션</translation>
    </message>
    <message>
        <source>Difference of A and B</source>
        <translation>A와 B의 차이</translation>
    </message>
    <message>
        <source>Comparing two passes</source>
        <translation>두 결과를 비교하는 중</translation>
    </message>
</context>
<context>
    <name>fe::attention::DetailCard</name>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 외 %2개</translation>
    </message>
    <message>
        <source>%1 · %2 · heads %3</source>
        <translation>%1 · %2 · 헤드 %3</translation>
    </message>
    <message>
        <source>Press Analyse. Every head&apos;s attention is read in one pass; here the selected ones are shown in detail.</source>
        <translation>분석을 누르세요. 모든 헤드의 어텐션을 한 번에 읽고, 여기에 선택한 헤드를 자세히 보여 줍니다.</translation>
    </message>
    <message>
        <source>Drawing lines</source>
        <translation>선 그리는 중</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>어텐션</translation>
    </message>
    <message>
        <source>query</source>
        <translation>질의</translation>
    </message>
    <message>
        <source>key</source>
        <translation>키</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>What “%1” (position %2) looks at</source>
        <translation>“%1”(위치 %2)이(가) 보는 것</translation>
    </message>
    <message>
        <source>Who looks at “%1” (position %2)</source>
        <translation>“%1”(위치 %2)을(를) 보는 것</translation>
    </message>
    <message>
        <source>%1 · %2 · mean over heads</source>
        <translation>%1 · %2 · 헤드 평균</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>층</translation>
    </message>
    <message>
        <source>Rollout: how much each token reaches each position after the last layer</source>
        <translation>롤아웃: 마지막 층 뒤 각 위치에 각 토큰이 닿는 정도</translation>
    </message>
    <message>
        <source>%1 · %2 · Abnar &amp; Zuidema 2020, half residual</source>
        <translation>%1 · %2 · Abnar &amp; Zuidema 2020, 잔차 절반</translation>
    </message>
    <message>
        <source>position</source>
        <translation>위치</translation>
    </message>
    <message>
        <source>input</source>
        <translation>입력</translation>
    </message>
    <message>
        <source>share</source>
        <translation>비율</translation>
    </message>
    <message>
        <source>Flow to “%1” (position %2)</source>
        <translation>“%1”(위치 %2)에 이르는 흐름</translation>
    </message>
    <message>
        <source>%1 · %2 · maximum flow and rollout, Abnar &amp; Zuidema 2020</source>
        <translation>%1 · %2 · 최대 흐름과 롤아웃, Abnar &amp; Zuidema 2020</translation>
    </message>
    <message>
        <source>flow</source>
        <translation>흐름</translation>
    </message>
    <message>
        <source>maximum flow</source>
        <translation>최대 흐름</translation>
    </message>
    <message>
        <source>rollout</source>
        <translation>롤아웃</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>선</translation>
    </message>
    <message>
        <source>Lines between tokens, a colour a head</source>
        <translation>토큰 사이의 선, 헤드마다 한 색</translation>
    </message>
    <message>
        <source>Matrix</source>
        <translation>행렬</translation>
    </message>
    <message>
        <source>Queries by keys, mean of the heads</source>
        <translation>질의 × 키, 헤드 평균</translation>
    </message>
    <message>
        <source>Looks at</source>
        <translation>보는 것</translation>
    </message>
    <message>
        <source>What the selected token looks at, layer by layer</source>
        <translation>선택한 토큰이 층마다 보는 것</translation>
    </message>
    <message>
        <source>Seen by</source>
        <translation>보이는 곳</translation>
    </message>
    <message>
        <source>Which tokens look at the selected one, layer by layer</source>
        <translation>선택한 토큰을 층마다 보는 토큰</translation>
    </message>
    <message>
        <source>Rollout</source>
        <translation>롤아웃</translation>
    </message>
    <message>
        <source>How much of each input token reaches each position</source>
        <translation>각 입력 토큰이 각 위치에 닿는 정도</translation>
    </message>
    <message>
        <source>Flow</source>
        <translation>흐름</translation>
    </message>
    <message>
        <source>The maximum flow from each input token to the selected position</source>
        <translation>각 입력 토큰에서 선택한 위치까지의 최대 흐름</translation>
    </message>
    <message>
        <source>How the heads are shown</source>
        <translation>헤드를 보이는 방식</translation>
    </message>
    <message>
        <source>without the first token</source>
        <translation>첫 토큰 빼기</translation>
    </message>
    <message>
        <source>Leaves out the column of the first token, on which heads rest when they have nothing to do</source>
        <translation>할 일이 없는 헤드가 머무는 첫 토큰의 열을 뺍니다</translation>
    </message>
    <message>
        <source>Patches</source>
        <translation>패치</translation>
    </message>
    <message>
        <source>Where in the picture the selected token looks</source>
        <translation>선택한 토큰이 그림에서 보는 곳</translation>
    </message>
    <message>
        <source>Relevance</source>
        <translation>관련도</translation>
    </message>
    <message>
        <source>Which tokens speak for the one that is predicted: gradient times attention (Chefer et al. 2021)</source>
        <translation>예측한 토큰을 뒷받침하는 토큰: 기울기 × 어텐션 (Chefer 외 2021)</translation>
    </message>
    <message>
        <source>It was stopped. Choose a view or a head again.</source>
        <translation>중지했습니다. 보기나 헤드를 다시 고르세요.</translation>
    </message>
    <message>
        <source>Drawing the matrix</source>
        <translation>행렬을 그리는 중</translation>
    </message>
    <message>
        <source>Drawing the layers of a token</source>
        <translation>토큰의 층을 그리는 중</translation>
    </message>
</context>
<context>
    <name>fe::attention::FileSaver</name>
    <message>
        <source>Saving %1</source>
        <translation>%1 저장 중</translation>
    </message>
</context>
<context>
    <name>fe::attention::FlowViews</name>
    <message>
        <source>to the input, through all layers</source>
        <translation>모든 층을 지나 입력까지</translation>
    </message>
    <message>
        <source>It was stopped. Choose the view or a token again.</source>
        <translation>중지했습니다. 보기나 토큰을 다시 고르세요.</translation>
    </message>
    <message>
        <source>Rollout and flow follow attention back to the input of the same stack; this attention looks at another one.</source>
        <translation>롤아웃과 흐름은 어텐션을 같은 스택의 입력까지 되짚습니다. 이 어텐션은 다른 스택을 봅니다.</translation>
    </message>
    <message>
        <source>Drawing the rollout</source>
        <translation>롤아웃을 그리는 중</translation>
    </message>
    <message>
        <source>Attention flow to “%1”</source>
        <translation>“%1”에 이르는 어텐션 흐름</translation>
    </message>
</context>
<context>
    <name>fe::attention::HeadGrid</name>
    <message>
        <source>Layers and heads</source>
        <translation>층과 헤드</translation>
    </message>
</context>
<context>
    <name>fe::attention::HeadList</name>
    <message>
        <source>3: layer 3 · 3.4: head 4 of it · induction &gt; 0.3: by a score</source>
        <translation>3: 3층 · 3.4: 그 층의 4번 헤드 · 유도 &gt; 0.3: 점수로</translation>
    </message>
    <message>
        <source>This is no filter. Write 3, 3.4 or induction &gt; 0.3.</source>
        <translation>거를 수 있는 글이 아닙니다. 3, 3.4 또는 유도 &gt; 0.3처럼 쓰세요.</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>헤드</translation>
    </message>
    <message>
        <source>3, 3.4 or induction &gt; 0.3</source>
        <translation>3, 3.4 또는 유도 &gt; 0.3</translation>
    </message>
    <message>
        <source>Filter of heads</source>
        <translation>헤드 거르기</translation>
    </message>
    <message>
        <source>Heads and their scores</source>
        <translation>헤드와 점수</translation>
    </message>
</context>
<context>
    <name>fe::attention::HeadTableModel</name>
    <message>
        <source>head</source>
        <translation>헤드</translation>
    </message>
</context>
<context>
    <name>fe::attention::ImportanceMap</name>
    <message>
        <source>Importance of every head</source>
        <translation>모든 헤드의 중요도</translation>
    </message>
    <message>
        <source>What each head is worth: KL of the prediction when it alone is off</source>
        <translation>헤드마다의 값어치: 그 헤드만 껐을 때 예측의 KL</translation>
    </message>
    <message>
        <source>What each head is worth: how far the output vector moves when it alone is off</source>
        <translation>헤드마다의 중요도: 그 헤드만 껐을 때 출력 벡터가 움직이는 거리</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1 · %2 of %3 heads, stopped</source>
        <translation>%1 · 헤드 %3개 중 %2개, 멈춤</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>층</translation>
    </message>
    <message>
        <source>head</source>
        <translation>헤드</translation>
    </message>
    <message>
        <source>KL</source>
        <translation>KL</translation>
    </message>
    <message>
        <source>nats</source>
        <translation>nat</translation>
    </message>
    <message>
        <source>cosine distance</source>
        <translation>코사인 거리</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>Switches each head off in turn; layers below are not run again</source>
        <translation>헤드를 하나씩 끕니다. 아래층은 다시 계산하지 않습니다</translation>
    </message>
</context>
<context>
    <name>fe::attention::KnockoutBar</name>
    <message>
        <source>heads %1</source>
        <translation>헤드 %1</translation>
    </message>
    <message>
        <source>layers %1</source>
        <translation>층 %1</translation>
    </message>
    <message>
        <source>MLPs %1</source>
        <translation>MLP %1</translation>
    </message>
    <message>
        <source>Everything is on. Select heads above and switch them off.</source>
        <translation>모두 켜져 있습니다. 위에서 헤드를 골라 끄세요.</translation>
    </message>
    <message>
        <source>Off: %1</source>
        <translation>꺼짐: %1</translation>
    </message>
    <message>
        <source>Heads off or on</source>
        <translation>헤드 끄기/켜기</translation>
    </message>
    <message>
        <source>The selected heads</source>
        <translation>선택한 헤드</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>층</translation>
    </message>
    <message>
        <source>The layers of the selected heads: they pass their input on</source>
        <translation>선택한 헤드의 층: 입력을 그대로 넘깁니다</translation>
    </message>
    <message>
        <source>MLP</source>
        <translation>MLP</translation>
    </message>
    <message>
        <source>The MLPs of these layers: they add nothing</source>
        <translation>이 층들의 MLP: 아무것도 더하지 않습니다</translation>
    </message>
    <message>
        <source>All on</source>
        <translation>모두 켜기</translation>
    </message>
</context>
<context>
    <name>fe::attention::LensCard</name>
    <message>
        <source>Press Analyse. The logit lens then shows what each layer would say next.</source>
        <translation>분석을 누르세요. 그러면 로짓 렌즈가 층마다 다음에 말할 것을 보여 줍니다.</translation>
    </message>
    <message>
        <source>%1 gives no words: it has no logits to look at layer by layer.</source>
        <translation>%1은(는) 낱말을 내지 않아 층별로 볼 로짓이 없습니다.</translation>
    </message>
    <message>
        <source>Reading every layer…</source>
        <translation>모든 층 읽는 중…</translation>
    </message>
    <message>
        <source>Logit lens</source>
        <translation>로짓 렌즈</translation>
    </message>
    <message>
        <source>The lens was not computed.</source>
        <translation>렌즈를 계산하지 않았습니다.</translation>
    </message>
    <message>
        <source>Export the logit lens</source>
        <translation>로짓 렌즈 내보내기</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>표 (*.csv)</translation>
    </message>
    <message>
        <source>Top token of each layer, through the final norm and the head</source>
        <translation>층마다 최종 정규화와 헤드를 거친 1순위 토큰</translation>
    </message>
    <message>
        <source>probability</source>
        <translation>확률</translation>
    </message>
    <message>
        <source>Tint by the top token&apos;s probability</source>
        <translation>1순위 토큰의 확률로 색칠</translation>
    </message>
    <message>
        <source>entropy</source>
        <translation>엔트로피</translation>
    </message>
    <message>
        <source>Tint by entropy, nats</source>
        <translation>엔트로피(nat)로 색칠</translation>
    </message>
    <message>
        <source>KL to final</source>
        <translation>마지막과의 KL</translation>
    </message>
    <message>
        <source>Tint by the divergence of the last layer&apos;s distribution</source>
        <translation>마지막 층 분포와의 발산으로 색칠</translation>
    </message>
    <message>
        <source>Colour of the logit lens</source>
        <translation>로짓 렌즈의 색</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>내보내기…</translation>
    </message>
    <message>
        <source>Logit lens: layers by positions</source>
        <translation>로짓 렌즈: 층 × 위치</translation>
    </message>
    <message>
        <source>%1 has no head that predicts tokens, so that no layer can be asked what it would say. Ablation shows how its output vector changes.</source>
        <translation>%1에는 토큰을 예측하는 헤드가 없어 층마다 무엇을 말할지 물을 수 없습니다. 제거 실험은 출력 벡터가 어떻게 바뀌는지 보여 줍니다.</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>저장하는 중…</translation>
    </message>
</context>
<context>
    <name>fe::attention::LensModel</name>
    <message>
        <source>entropy %1 nats · KL to the last layer %2 nats</source>
        <translation>엔트로피 %1 nat · 마지막 층과의 KL %2 nat</translation>
    </message>
    <message>
        <source>input</source>
        <translation>입력</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>층</translation>
    </message>
    <message>
        <source>position</source>
        <translation>위치</translation>
    </message>
    <message>
        <source>token</source>
        <translation>토큰</translation>
    </message>
    <message>
        <source>rank</source>
        <translation>순위</translation>
    </message>
    <message>
        <source>predicted</source>
        <translation>예측</translation>
    </message>
    <message>
        <source>probability</source>
        <translation>확률</translation>
    </message>
    <message>
        <source>entropy</source>
        <translation>엔트로피</translation>
    </message>
    <message>
        <source>KL to the last layer</source>
        <translation>마지막 층과의 KL</translation>
    </message>
</context>
<context>
    <name>fe::attention::LinesView</name>
    <message>
        <source>Attention as lines between tokens</source>
        <translation>토큰 사이의 선으로 본 어텐션</translation>
    </message>
    <message>
        <source>query position</source>
        <translation>질의 위치</translation>
    </message>
    <message>
        <source>query</source>
        <translation>질의</translation>
    </message>
    <message>
        <source>key position</source>
        <translation>키 위치</translation>
    </message>
    <message>
        <source>key</source>
        <translation>키</translation>
    </message>
    <message>
        <source>head</source>
        <translation>헤드</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>가중치</translation>
    </message>
</context>
<context>
    <name>fe::attention::OverviewCard</name>
    <message>
        <source>layer %1, head %2</source>
        <translation>%1층, 헤드 %2</translation>
    </message>
    <message>
        <source>Layers × heads</source>
        <translation>층 × 헤드</translation>
    </message>
    <message>
        <source>Which attention</source>
        <translation>어느 어텐션</translation>
    </message>
    <message>
        <source>log</source>
        <translation>로그</translation>
    </message>
    <message>
        <source>Logarithmic colours: small weights become visible</source>
        <translation>로그 색: 작은 가중치도 보입니다</translation>
    </message>
    <message>
        <source>Logarithmic colours</source>
        <translation>로그 색 척도</translation>
    </message>
</context>
<context>
    <name>fe::attention::PairTracer</name>
    <message>
        <source>%1 · %2 · gradient × attention, Chefer et al. 2021 · cosine %3</source>
        <translation>%1 · %2 · 기울기 × 어텐션, Chefer 외 2021 · 코사인 %3</translation>
    </message>
    <message>
        <source>Tracing the likeness of picture and text back…</source>
        <translation>그림과 글의 닮음을 거슬러 추적하는 중…</translation>
    </message>
    <message>
        <source>Relevance between picture and text</source>
        <translation>그림과 글 사이의 관련도</translation>
    </message>
    <message>
        <source>The relevance was not computed.</source>
        <translation>관련도를 계산하지 않았습니다.</translation>
    </message>
    <message>
        <source>Where the picture speaks for the text</source>
        <translation>그림에서 글을 뒷받침하는 곳</translation>
    </message>
    <message>
        <source>relevance</source>
        <translation>관련도</translation>
    </message>
    <message>
        <source>Which tokens speak for the picture</source>
        <translation>그림을 뒷받침하는 토큰</translation>
    </message>
    <message>
        <source>text</source>
        <translation>텍스트</translation>
    </message>
</context>
<context>
    <name>fe::attention::PairView</name>
    <message>
        <source>patches that speak for the text</source>
        <translation>글을 뒷받침하는 패치</translation>
    </message>
    <message>
        <source>tokens that speak for the picture</source>
        <translation>그림을 뒷받침하는 토큰</translation>
    </message>
</context>
<context>
    <name>fe::attention::PatchesView</name>
    <message>
        <source>Where the patches look, mean of all</source>
        <translation>패치들이 보는 곳, 전체 평균</translation>
    </message>
    <message>
        <source>Where the patch in row %1, column %2 looks</source>
        <translation>%1행 %2열 패치가 보는 곳</translation>
    </message>
    <message>
        <source>Where the class token looks</source>
        <translation>클래스 토큰이 보는 곳</translation>
    </message>
    <message>
        <source>Where register token %1 looks</source>
        <translation>레지스터 토큰 %1이(가) 보는 곳</translation>
    </message>
    <message>
        <source>Reading the picture…</source>
        <translation>그림 읽는 중…</translation>
    </message>
    <message>
        <source>Picture as the model sees it</source>
        <translation>모델이 보는 그림</translation>
    </message>
    <message>
        <source>The picture was not read.</source>
        <translation>그림을 읽지 않았습니다.</translation>
    </message>
    <message>
        <source>heads %1</source>
        <translation>헤드 %1</translation>
    </message>
    <message>
        <source>rollout through all layers</source>
        <translation>모든 층의 롤아웃</translation>
    </message>
    <message>
        <source>Class token</source>
        <translation>클래스 토큰</translation>
    </message>
    <message>
        <source>All patches</source>
        <translation>모든 패치</translation>
    </message>
    <message>
        <source>%1 · %2 · %3</source>
        <translation>%1 · %2 · %3</translation>
    </message>
    <message>
        <source>attention</source>
        <translation>어텐션</translation>
    </message>
    <message>
        <source>Shows where the token looks that stands for the whole picture, or the mean of all patches</source>
        <translation>그림 전체를 대표하는 토큰이 보는 곳, 또는 모든 패치의 평균을 보여 줍니다</translation>
    </message>
    <message>
        <source>Overlay</source>
        <translation>겹침</translation>
    </message>
    <message>
        <source>How strong the overlay is</source>
        <translation>겹친 지도의 세기</translation>
    </message>
    <message>
        <source>relevance for “%1”</source>
        <translation>“%1”에 대한 관련도</translation>
    </message>
</context>
<context>
    <name>fe::attention::PatchingCard</name>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>Patch</source>
        <translation>패칭</translation>
    </message>
    <message>
        <source>Press Analyse first, with a model that writes.</source>
        <translation>먼저 글을 쓰는 모델로 분석을 누르세요.</translation>
    </message>
    <message>
        <source>Activation patching</source>
        <translation>활성값 패칭</translation>
    </message>
    <message>
        <source>Logit difference: clean %1, corrupted %2.</source>
        <translation>로짓 차이: 원래 %1, 바뀐 것 %2.</translation>
    </message>
    <message>
        <source>Stopped after %1 of %2 cells.</source>
        <translation>칸 %2개 중 %1개 뒤에 멈췄습니다.</translation>
    </message>
    <message>
        <source>How much of the clean answer one residual stream brings back</source>
        <translation>잔차 스트림 하나가 되돌리는 원래 답의 몫</translation>
    </message>
    <message>
        <source>before layer</source>
        <translation>층 앞</translation>
    </message>
    <message>
        <source>position</source>
        <translation>위치</translation>
    </message>
    <message>
        <source>restored</source>
        <translation>되돌림</translation>
    </message>
    <message>
        <source>end</source>
        <translation>끝</translation>
    </message>
    <message>
        <source>corrupted text</source>
        <translation>바뀐 텍스트</translation>
    </message>
    <message>
        <source>Corrupted text</source>
        <translation>바뀐 텍스트</translation>
    </message>
    <message>
        <source>clean answer</source>
        <translation>원래 답</translation>
    </message>
    <message>
        <source>What the clean text calls for</source>
        <translation>원래 텍스트 다음에 올 것</translation>
    </message>
    <message>
        <source>Its first token counts. In most vocabularies a word begins with a space.</source>
        <translation>첫 토큰만 셉니다. 대부분의 어휘에서 낱말은 공백으로 시작합니다.</translation>
    </message>
    <message>
        <source>corrupted answer</source>
        <translation>바뀐 답</translation>
    </message>
    <message>
        <source>What the corrupted text calls for</source>
        <translation>바뀐 텍스트 다음에 올 것</translation>
    </message>
    <message>
        <source>Activation patching: layers by positions</source>
        <translation>활성값 패칭: 층 × 위치</translation>
    </message>
    <message>
        <source>random tokens</source>
        <translation>무작위 토큰</translation>
    </message>
    <message>
        <source>%1 · clean “%2” · corrupted “%3” · prediction %4</source>
        <translation>%1 · 원본 “%2” · 바꾼 글 “%3” · 예측 %4</translation>
    </message>
    <message>
        <source>%1 has no head that predicts tokens, so that there is no answer to bring back. Ablation shows how the output vector of an encoder changes.</source>
        <translation>%1에는 토큰을 예측하는 헤드가 없어 되살릴 답이 없습니다. 제거 실험은 인코더의 출력 벡터가 어떻게 바뀌는지 보여 줍니다.</translation>
    </message>
    <message>
        <source>The text at the left is the clean one. Write a corrupted one of as many tokens, and what each calls for (Meng et al. 2022).</source>
        <translation>왼쪽 글이 원본입니다. 토큰 수가 같은 바꾼 글과 각각이 부르는 답을 쓰세요(Meng 외 2022).</translation>
    </message>
</context>
<context>
    <name>fe::attention::PictureField</name>
    <message>
        <source>Open a picture</source>
        <translation>그림 열기</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff);;All files (*)</source>
        <translation>그림 (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>Picture…</source>
        <translation>그림…</translation>
    </message>
    <message>
        <source>Without a picture</source>
        <translation>그림 없이</translation>
    </message>
    <message>
        <source>no picture</source>
        <translation>그림 없음</translation>
    </message>
</context>
<context>
    <name>fe::attention::PlaceBox</name>
    <message>
        <source>mean of all tokens</source>
        <translation>모든 토큰의 평균</translation>
    </message>
    <message>
        <source>at “%1” (position %2)</source>
        <translation>“%1”에서 (위치 %2)</translation>
    </message>
    <message>
        <source>after “%1” (position %2)</source>
        <translation>“%1” 다음 (위치 %2)</translation>
    </message>
    <message>
        <source>Output vector</source>
        <translation>출력 벡터</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>예측</translation>
    </message>
    <message>
        <source>Whose output vector is compared</source>
        <translation>출력 벡터를 비교할 위치</translation>
    </message>
    <message>
        <source>Whose prediction is looked at</source>
        <translation>예측을 살펴볼 위치</translation>
    </message>
    <message>
        <source>%1, automatic</source>
        <translation>%1, 자동</translation>
    </message>
</context>
<context>
    <name>fe::attention::QueryKeyCard</name>
    <message>
        <source>Choose a cell of the Matrix view, or a token of the Lines view: here is shown what each dimension of query and key adds to the score.</source>
        <translation>행렬 보기의 칸이나 선 보기의 토큰을 고르세요. 질의와 키의 차원마다 점수에 더하는 것을 여기에 보여 줍니다.</translation>
    </message>
    <message>
        <source>Reading the heads…</source>
        <translation>헤드 읽는 중…</translation>
    </message>
    <message>
        <source>Query and key</source>
        <translation>질의와 키</translation>
    </message>
    <message>
        <source>, bias by distance %1</source>
        <translation>, 거리에 따른 치우침 %1</translation>
    </message>
    <message>
        <source>Head %1.%2, “%3” to “%4”: score %5%6, weight %7 after the softmax.</source>
        <translation>헤드 %1.%2, “%3”에서 “%4”로: 점수 %5%6, 소프트맥스 뒤 가중치 %7.</translation>
    </message>
    <message>
        <source>“%1” never sees “%2”: it comes later.</source>
        <translation>“%1”은(는) “%2”을(를) 보지 못합니다. 뒤에 나오기 때문입니다.</translation>
    </message>
    <message>
        <source>Query times key, “%1” to “%2”</source>
        <translation>질의 곱하기 키, “%1”에서 “%2”로</translation>
    </message>
    <message>
        <source>%1 · after rotation and scaling</source>
        <translation>%1 · 회전과 배율 뒤</translation>
    </message>
    <message>
        <source>head</source>
        <translation>헤드</translation>
    </message>
    <message>
        <source>dimension</source>
        <translation>차원</translation>
    </message>
    <message>
        <source>adds</source>
        <translation>더함</translation>
    </message>
    <message>
        <source>Contributions of the dimensions</source>
        <translation>차원별 기여</translation>
    </message>
    <message>
        <source>“%1” does not see “%2”: it is beyond the window of this layer.</source>
        <translation>“%1”은(는) “%2”을(를) 보지 않습니다. 이 층의 창 밖입니다.</translation>
    </message>
</context>
<context>
    <name>fe::attention::RelevanceView</name>
    <message>
        <source>Relevance is traced back from a predicted token; this attention belongs to none.</source>
        <translation>관련도는 예측한 토큰에서 되짚습니다. 이 어텐션에는 예측한 토큰이 없습니다.</translation>
    </message>
    <message>
        <source>Tracing the prediction back…</source>
        <translation>예측을 되짚는 중…</translation>
    </message>
    <message>
        <source>What speaks for the token after “%1” (position %2)</source>
        <translation>“%1”(위치 %2) 다음 토큰을 뒷받침하는 것</translation>
    </message>
    <message>
        <source>What speaks for the token at position %1</source>
        <translation>위치 %1의 토큰을 뒷받침하는 것</translation>
    </message>
    <message>
        <source>Relevance for position %1</source>
        <translation>위치 %1의 관련도</translation>
    </message>
    <message>
        <source>The relevance was not computed.</source>
        <translation>관련도를 계산하지 않았습니다.</translation>
    </message>
    <message>
        <source>What speaks for “%1” after “%2” (position %3)</source>
        <translation>“%2”(위치 %3) 다음의 “%1”을(를) 뒷받침하는 것</translation>
    </message>
    <message>
        <source>What speaks for “%1” at position %2</source>
        <translation>위치 %2의 “%1”을(를) 뒷받침하는 것</translation>
    </message>
    <message>
        <source>%1 · gradient × attention, Chefer et al. 2021 · logit %2</source>
        <translation>%1 · 기울기 × 어텐션, Chefer 외 2021 · 로짓 %2</translation>
    </message>
    <message>
        <source>input</source>
        <translation>입력</translation>
    </message>
    <message>
        <source>relevance</source>
        <translation>관련도</translation>
    </message>
    <message>
        <source>for the model&apos;s own token</source>
        <translation>모델 자신의 토큰에 대해</translation>
    </message>
    <message>
        <source>Token that is followed back</source>
        <translation>되짚을 토큰</translation>
    </message>
    <message>
        <source>What speaks for this token instead; a space before it belongs to it</source>
        <translation>대신 이 토큰을 뒷받침하는 것. 앞의 공백도 토큰의 일부입니다</translation>
    </message>
    <message>
        <source>Give %1 a picture and a text: what makes them alike is then traced back to both.</source>
        <translation>%1에 그림과 글을 함께 주세요. 둘을 닮게 하는 것을 양쪽으로 거슬러 추적합니다.</translation>
    </message>
    <message>
        <source>%1 has no head that predicts tokens, so that there is no prediction to trace back. Rollout and Flow show where its output comes from.</source>
        <translation>%1에는 토큰을 예측하는 헤드가 없어 거슬러 추적할 예측이 없습니다. 롤아웃과 흐름은 출력이 어디에서 오는지 보여 줍니다.</translation>
    </message>
    <message>
        <source>Relevance is traced back through one stack; the predictions of %1 come through two. Rollout and Flow follow each of them.</source>
        <translation>관련도는 한 층 묶음을 거슬러 추적하지만 %1의 예측은 두 묶음을 거칩니다. 롤아웃과 흐름은 각각을 따라갑니다.</translation>
    </message>
    <message>
        <source>What makes picture and text alike</source>
        <translation>그림과 글을 닮게 하는 것</translation>
    </message>
</context>
<context>
    <name>fe::attention::RepeatField</name>
    <message>
        <source>Random, twice</source>
        <translation>무작위 두 번</translation>
    </message>
    <message>
        <source>Random tokens said twice in place of the text: what induction heads are found by (Olsson et al. 2022)</source>
        <translation>텍스트 대신 무작위 토큰을 두 번 되풀이합니다. 유도 헤드를 찾는 방법입니다 (Olsson 외 2022)</translation>
    </message>
    <message>
        <source>Random tokens in each half</source>
        <translation>절반마다의 무작위 토큰 수</translation>
    </message>
</context>
<context>
    <name>fe::attention::SubjectPanel</name>
    <message>
        <source>Answer of the decoder</source>
        <translation>디코더의 답</translation>
    </message>
    <message>
        <source>Second text of a pair</source>
        <translation>짝의 둘째 텍스트</translation>
    </message>
    <message>
        <source>Reading attention</source>
        <translation>어텐션 읽는 중</translation>
    </message>
    <message>
        <source>%1 heads read in %2 s, %3.</source>
        <translation>헤드 %1개를 %2초에 읽음, %3.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>language</source>
        <translation>언어</translation>
    </message>
    <message>
        <source>The language model</source>
        <translation>언어 모델</translation>
    </message>
    <message>
        <source>encoder</source>
        <translation>인코더</translation>
    </message>
    <message>
        <source>The encoder of texts</source>
        <translation>텍스트 인코더</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>그림</translation>
    </message>
    <message>
        <source>The picture model</source>
        <translation>그림 모델</translation>
    </message>
    <message>
        <source>Model to look into</source>
        <translation>들여다볼 모델</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>텍스트</translation>
    </message>
    <message>
        <source>Text to look into</source>
        <translation>들여다볼 텍스트</translation>
    </message>
    <message>
        <source>Analyse</source>
        <translation>분석</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
</context>
<context>
    <name>fe::attention::TokenCount</name>
    <message>
        <source>Counting tokens</source>
        <translation>토큰 세는 중</translation>
    </message>
    <message>
        <source>%1 tokens · %2</source>
        <translation>토큰 %1개 · %2</translation>
    </message>
    <message>
        <source>Memory that the attention of every head will take</source>
        <translation>모든 헤드의 어텐션이 차지할 메모리</translation>
    </message>
</context>
<context>
    <name>fe::charts::ChartExport</name>
    <message>
        <source>Cannot write %1: %2</source>
        <translation>%1에 쓸 수 없습니다: %2</translation>
    </message>
    <message>
        <source>Export chart</source>
        <translation>차트 내보내기</translation>
    </message>
    <message>
        <source>Picture (PNG)…</source>
        <translation>그림(PNG)…</translation>
    </message>
    <message>
        <source>Drawing (SVG)…</source>
        <translation>벡터 그림(SVG)…</translation>
    </message>
    <message>
        <source>Numbers (CSV)…</source>
        <translation>숫자(CSV)…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>Save this chart as a picture or its numbers</source>
        <translation>이 차트를 그림이나 숫자로 저장합니다</translation>
    </message>
    <message>
        <source>Export this chart</source>
        <translation>이 차트 내보내기</translation>
    </message>
    <message>
        <source>Charts are saved as .png, .svg, .pdf or .csv.</source>
        <translation>차트는 .png, .svg, .pdf, .csv로 저장합니다.</translation>
    </message>
    <message>
        <source>Page (PDF)…</source>
        <translation>페이지 (PDF)…</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>저장하는 중…</translation>
    </message>
    <message>
        <source>Export this chart; a file is being saved</source>
        <translation>이 차트 내보내기. 파일을 저장하는 중입니다</translation>
    </message>
</context>
<context>
    <name>fe::charts::LineChart</name>
    <message>
        <source>%1 to %2</source>
        <translation>%1~%2</translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation>%1 보이기</translation>
    </message>
    <message>
        <source>Hide %1</source>
        <translation>%1 숨기기</translation>
    </message>
</context>
<context>
    <name>fe::charts::MatrixChart</name>
    <message>
        <source>log</source>
        <translation>로그</translation>
    </message>
    <message>
        <source>Logarithmic colours</source>
        <translation>로그 색 척도</translation>
    </message>
    <message>
        <source>%1 rows, %2 columns</source>
        <translation>행 %1개, 열 %2개</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>전체 보기</translation>
    </message>
</context>
<context>
    <name>fe::charts::PatchCanvas</name>
    <message>
        <source>row %1, column %2</source>
        <translation>%1행 %2열</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Map of patches</source>
        <translation>패치 지도</translation>
    </message>
</context>
<context>
    <name>fe::charts::PlotChart</name>
    <message>
        <source>%1 to %2</source>
        <translation>%1~%2</translation>
    </message>
    <message>
        <source>Points: %1, series: %2</source>
        <translation>점: %1개, 계열: %2개</translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation>%1 보이기</translation>
    </message>
    <message>
        <source>Hide %1</source>
        <translation>%1 숨기기</translation>
    </message>
</context>
<context>
    <name>fe::charts::ReliabilityChart</name>
    <message>
        <source>confidence %1 to %2</source>
        <translation>확신도 %1~%2</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>%1 of %2 right, mean confidence %3</source>
        <translation>%2개 중 %1 정답, 평균 확신도 %3</translation>
    </message>
    <message>
        <source>Expected calibration error %1</source>
        <translation>기대 보정 오차 %1</translation>
    </message>
    <message>
        <source>confidence</source>
        <translation>확신도</translation>
    </message>
    <message>
        <source>share that is right</source>
        <translation>정답 비율</translation>
    </message>
</context>
<context>
    <name>fe::charts::ScatterChart</name>
    <message>
        <source>%1 points</source>
        <translation>점 %1개</translation>
    </message>
</context>
<context>
    <name>fe::charts::StripChart</name>
    <message>
        <source>%1: after %2, at %3</source>
        <translation>%1: %2 다음, %3에서</translation>
    </message>
    <message>
        <source>%1: at %2</source>
        <translation>%1: %2에서</translation>
    </message>
    <message>
        <source>%1 rows</source>
        <translation>행 %1개</translation>
    </message>
</context>
<context>
    <name>fe::imaging::AnswerList</name>
    <message>
        <source>%1: rightly taken for %2, %3</source>
        <translation>%1: %2(으)로 바르게 판단, %3</translation>
    </message>
    <message>
        <source>%1: %2 taken for %3, %4</source>
        <translation>%1: %2을(를) %3(으)로 판단, %4</translation>
    </message>
    <message>
        <source>Reading thumbnails</source>
        <translation>미리 보기를 읽는 중</translation>
    </message>
    <message>
        <source>cannot be read any more</source>
        <translation>더 이상 읽을 수 없음</translation>
    </message>
    <message>
        <source>is: %1</source>
        <translation>정답: %1</translation>
    </message>
</context>
<context>
    <name>fe::imaging::ClassTableModel</name>
    <message>
        <source>What the model compares pictures with. Double-click or F2 to change it; empty means the folder&apos;s name.</source>
        <translation>모델이 그림과 비교하는 말입니다. 두 번 누르거나 F2로 바꿉니다. 비우면 폴더 이름을 씁니다.</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>클래스</translation>
    </message>
    <message>
        <source>Label text</source>
        <translation>레이블 말</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>그림</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>재현율</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>정밀도</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>Taken for</source>
        <translation>주로 혼동한 것</translation>
    </message>
</context>
<context>
    <name>fe::imaging::ComparisonCard</name>
    <message>
        <source>Other templates</source>
        <translation>다른 템플릿</translation>
    </message>
    <message>
        <source>The templates of now</source>
        <translation>지금의 템플릿</translation>
    </message>
    <message>
        <source>They are kept here; then change those at the left.</source>
        <translation>여기에 보관됩니다. 그다음 왼쪽의 것을 바꾸세요.</translation>
    </message>
    <message>
        <source>Templates kept</source>
        <translation>보관한 템플릿</translation>
    </message>
    <message>
        <source>Another model</source>
        <translation>다른 모델</translation>
    </message>
    <message>
        <source>Open a model folder…</source>
        <translation>모델 폴더 열기…</translation>
    </message>
    <message>
        <source>Compare with a model</source>
        <translation>다른 모델과 비교</translation>
    </message>
    <message>
        <source>Loading %1</source>
        <translation>%1 불러오는 중</translation>
    </message>
    <message>
        <source>Comparing</source>
        <translation>비교하는 중</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>계속</translation>
    </message>
    <message>
        <source>Choose other templates or another model. It is asked about the same pictures, and the difference is shown with its 95 % interval.</source>
        <translation>다른 템플릿이나 다른 모델을 고르세요. 같은 그림에 대해 묻고, 차이를 95 % 구간과 함께 보여 줍니다.</translation>
    </message>
    <message>
        <source>Evaluate the folder first.</source>
        <translation>먼저 폴더를 평가하세요.</translation>
    </message>
    <message>
        <source>Comparing with %1…</source>
        <translation>%1와(과) 비교하는 중…</translation>
    </message>
    <message>
        <source>templates at the left: %1</source>
        <translation>왼쪽의 템플릿: %1</translation>
    </message>
    <message>
        <source>Top-1 differs by %1 points (95 % interval %2 to %3).</source>
        <translation>상위 1 정확도 차이는 %1%포인트입니다(95 % 구간 %2~%3).</translation>
    </message>
    <message>
        <source>The interval leaves out zero: the difference is more than chance.</source>
        <translation>구간에 0이 없습니다. 우연으로 보기 어려운 차이입니다.</translation>
    </message>
    <message>
        <source>The interval holds zero: the difference may be chance.</source>
        <translation>구간에 0이 들어 있습니다. 우연일 수 있는 차이입니다.</translation>
    </message>
    <message>
        <source>Pictures: %1. Both right: %2, only the first: %3, only the second: %4, neither: %5. Paired bootstrap over pictures, 10,000 resamples.</source>
        <translation>그림: %1. 둘 다 정답: %2, 첫째만: %3, 둘째만: %4, 둘 다 오답: %5. 그림에 대한 짝지은 부트스트랩, 재표본 10,000개.</translation>
    </message>
    <message>
        <source>Comparison on the same pictures</source>
        <translation>같은 그림으로 비교</translation>
    </message>
    <message>
        <source>Compare with…</source>
        <translation>비교 대상…</translation>
    </message>
    <message>
        <source>Compare with other templates or another model</source>
        <translation>다른 템플릿이나 다른 모델과 비교</translation>
    </message>
    <message>
        <source>Progress of the comparison</source>
        <translation>비교 진행률</translation>
    </message>
</context>
<context>
    <name>fe::imaging::EvaluationPage</name>
    <message>
        <source>%1 taken for %2: %3</source>
        <translation>%1을(를) %2(으)로 판단: %3</translation>
    </message>
    <message>
        <source>Confidence %1 to %2: %3</source>
        <translation>확신도 %1~%2: %3</translation>
    </message>
    <message>
        <source>Pictures of %1, mistakes first</source>
        <translation>%1의 그림, 오답 먼저</translation>
    </message>
    <message>
        <source>Evaluate a labelled folder</source>
        <translation>레이블이 있는 폴더 평가</translation>
    </message>
    <message>
        <source>Listing %1</source>
        <translation>%1 목록 읽는 중</translation>
    </message>
    <message>
        <source>No folder yet</source>
        <translation>아직 폴더가 없습니다</translation>
    </message>
    <message>
        <source>%1 of %2 pictures</source>
        <translation>그림 %2개 중 %1개</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>계속</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>평가</translation>
    </message>
    <message>
        <source>%1 reads no words</source>
        <translation>%1 모델은 글을 읽지 못합니다</translation>
    </message>
    <message>
        <source>No picture model is open</source>
        <translation>열린 그림 모델이 없습니다</translation>
    </message>
    <message>
        <source>To evaluate labels a CLIP or SigLIP model is needed, which puts pictures and words into one space.</source>
        <translation>레이블을 평가하려면 그림과 글을 한 공간에 놓는 CLIP이나 SigLIP 모델이 필요합니다.</translation>
    </message>
    <message>
        <source>Choose a picture model…</source>
        <translation>그림 모델 선택…</translation>
    </message>
    <message>
        <source>Evaluating…</source>
        <translation>평가하는 중…</translation>
    </message>
    <message>
        <source>What is finished stays when you stop.</source>
        <translation>중지해도 끝난 것은 남습니다.</translation>
    </message>
    <message>
        <source>How often is the model right?</source>
        <translation>모델은 얼마나 자주 맞힐까요?</translation>
    </message>
    <message>
        <source>Drop or choose a folder with one subfolder a class, named as its label. The templates at the left are used; the labels there are not.</source>
        <translation>클래스마다 레이블 이름의 하위 폴더가 하나씩 있는 폴더를 끌어 놓거나 고르세요. 왼쪽의 템플릿은 쓰고 레이블은 쓰지 않습니다.</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>폴더 선택…</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>준비됨</translation>
    </message>
    <message>
        <source>%1 classes, %2 pictures</source>
        <translation>클래스 %1개, 그림 %2개</translation>
    </message>
    <message>
        <source>%1 on %2, %3 of %4 pictures; softmax at temperature %5; templates: %6</source>
        <translation>%2에서 %1, 그림 %4개 중 %3개; 소프트맥스, 온도 %5; 템플릿: %6</translation>
    </message>
    <message>
        <source>Confusion</source>
        <translation>혼동</translation>
    </message>
    <message>
        <source>truth</source>
        <translation>정답</translation>
    </message>
    <message>
        <source>prediction</source>
        <translation>예측</translation>
    </message>
    <message>
        <source>pictures</source>
        <translation>그림</translation>
    </message>
    <message>
        <source>Reliability</source>
        <translation>신뢰도</translation>
    </message>
    <message>
        <source>%1: top-1 %2 of %3 pictures</source>
        <translation>%1: 그림 %3개에서 상위 1 정확도 %2</translation>
    </message>
    <message>
        <source>Skipped: %1</source>
        <translation>건너뜀: %1</translation>
    </message>
    <message>
        <source>Pictures that could not be used, and why</source>
        <translation>쓸 수 없었던 그림과 그 까닭</translation>
    </message>
    <message>
        <source>No mistakes</source>
        <translation>오답 없음</translation>
    </message>
    <message>
        <source>Worst mistakes first: %1</source>
        <translation>가장 확신한 오답부터: %1</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>A folder with one subfolder a class, named as the label</source>
        <translation>클래스마다 레이블 이름의 하위 폴더가 하나씩 있는 폴더</translation>
    </message>
    <message>
        <source>Test pictures</source>
        <translation>시험용 그림</translation>
    </message>
    <message>
        <source>Labelled drawings that come with the starter model</source>
        <translation>기본 모델과 함께 들어 있는, 레이블이 있는 그림</translation>
    </message>
    <message>
        <source>Try with the starter&apos;s test pictures</source>
        <translation>기본 모델의 시험용 그림으로 해 보기</translation>
    </message>
    <message>
        <source>Progress of the evaluation</source>
        <translation>평가 진행률</translation>
    </message>
    <message>
        <source>top-1</source>
        <translation>상위 1</translation>
    </message>
    <message>
        <source>top-5</source>
        <translation>상위 5</translation>
    </message>
    <message>
        <source>ECE</source>
        <translation>ECE</translation>
    </message>
    <message>
        <source>Share of pictures whose best label is right</source>
        <translation>첫째 레이블이 맞은 그림의 비율</translation>
    </message>
    <message>
        <source>Share of pictures whose label is among the five best</source>
        <translation>정답이 상위 다섯 레이블에 든 그림의 비율</translation>
    </message>
    <message>
        <source>Pictures that were evaluated</source>
        <translation>평가한 그림</translation>
    </message>
    <message>
        <source>Expected calibration error: how far confidence and accuracy lie apart, over 15 bins</source>
        <translation>기대 보정 오차: 15개 구간에서 확신도와 정확도가 떨어진 정도</translation>
    </message>
    <message>
        <source>What was taken for what</source>
        <translation>무엇을 무엇으로 판단했는지</translation>
    </message>
    <message>
        <source>Is it right as often as it is sure?</source>
        <translation>확신하는 만큼 맞히는지</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>클래스</translation>
    </message>
    <message>
        <source>Recall and precision of each class, and its words</source>
        <translation>클래스마다의 재현율과 정밀도, 그리고 레이블 말</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>With other templates or another model</source>
        <translation>다른 템플릿이나 다른 모델과</translation>
    </message>
    <message>
        <source>What is shown of the evaluation</source>
        <translation>평가에서 보여 주는 것</translation>
    </message>
    <message>
        <source>Export the evaluation</source>
        <translation>평가 내보내기</translation>
    </message>
    <message>
        <source>Predictions (CSV)…</source>
        <translation>예측(CSV)…</translation>
    </message>
    <message>
        <source>predictions</source>
        <translation>예측</translation>
    </message>
    <message>
        <source>Classes (CSV)…</source>
        <translation>클래스(CSV)…</translation>
    </message>
    <message>
        <source>classes</source>
        <translation>클래스</translation>
    </message>
    <message>
        <source>Confusion: a click shows the pictures of a cell</source>
        <translation>혼동: 칸을 누르면 그 그림이 보입니다</translation>
    </message>
    <message>
        <source>Reliability: a click shows the pictures of a bar</source>
        <translation>신뢰도: 막대를 누르면 그 그림이 보입니다</translation>
    </message>
    <message>
        <source>Classes: the label text is what the model compares with</source>
        <translation>클래스: 모델은 레이블 말과 비교합니다</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>Why it was skipped</source>
        <translation>건너뛴 까닭</translation>
    </message>
    <message>
        <source>Skipped pictures</source>
        <translation>건너뛴 그림</translation>
    </message>
    <message>
        <source>Worst mistakes</source>
        <translation>가장 확신한 오답</translation>
    </message>
    <message>
        <source>Pictures with their answers</source>
        <translation>그림과 모델의 답</translation>
    </message>
    <message>
        <source>Send to Scaling</source>
        <translation>스케일링으로 보내기</translation>
    </message>
    <message>
        <source>Keeps the accuracy with the size of the model, for curves of your own</source>
        <translation>자신의 곡선을 위해 정확도를 모델 크기와 함께 보관합니다</translation>
    </message>
    <message>
        <source>Keeping the evaluation</source>
        <translation>평가 보관 중</translation>
    </message>
    <message>
        <source>Kept for the Scaling tab: the accuracy on %1</source>
        <translation>스케일링 탭을 위해 보관했습니다: %1의 정확도</translation>
    </message>
</context>
<context>
    <name>fe::imaging::EvaluationRun</name>
    <message>
        <source>Evaluating: labels</source>
        <translation>평가: 레이블</translation>
    </message>
    <message>
        <source>Evaluating: pictures</source>
        <translation>평가: 그림</translation>
    </message>
    <message>
        <source>Evaluating: scores</source>
        <translation>평가: 점수</translation>
    </message>
</context>
<context>
    <name>fe::imaging::FeaturesPage</name>
    <message>
        <source>Add pictures</source>
        <translation>그림 추가</translation>
    </message>
    <message>
        <source>No picture is selected</source>
        <translation>선택한 그림이 없습니다</translation>
    </message>
    <message>
        <source>Select one on the page Pictures, or drop some here to see them in the same colours.</source>
        <translation>그림 페이지에서 하나를 선택하거나, 여러 장을 여기에 놓으면 같은 색 기준으로 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>Add pictures…</source>
        <translation>그림 추가…</translation>
    </message>
    <message>
        <source>Computing…</source>
        <translation>계산 중…</translation>
    </message>
    <message>
        <source>Features of %1</source>
        <translation>%1의 특징</translation>
    </message>
    <message>
        <source>Attention over %1</source>
        <translation>%1의 어텐션</translation>
    </message>
    <message>
        <source>Features as colours</source>
        <translation>색으로 본 특징</translation>
    </message>
    <message>
        <source>Red, green and blue are the first three principal components of the patches&apos; features: the same colour means similar features.</source>
        <translation>빨강, 초록, 파랑은 패치 특징의 첫 세 주성분입니다. 같은 색은 비슷한 특징을 뜻합니다.</translation>
    </message>
    <message>
        <source>last layer</source>
        <translation>마지막 층</translation>
    </message>
    <message>
        <source>layer %1</source>
        <translation>%1층</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Pooling head</source>
        <translation>풀링 헤드</translation>
    </message>
    <message>
        <source>Class token</source>
        <translation>클래스 토큰</translation>
    </message>
    <message>
        <source>Shows where the token looks that stands for the whole picture</source>
        <translation>그림 전체를 대표하는 토큰이 어디를 보는지 표시합니다</translation>
    </message>
    <message>
        <source>Attention of the pooling head</source>
        <translation>풀링 헤드의 어텐션</translation>
    </message>
    <message>
        <source>Attention of the class token</source>
        <translation>클래스 토큰의 어텐션</translation>
    </message>
    <message>
        <source>Attention of the patch in row %1, column %2</source>
        <translation>%1행 %2열 패치의 어텐션</translation>
    </message>
    <message>
        <source>Click a patch to see where it looks.</source>
        <translation>패치를 클릭하면 그 패치가 어디를 보는지 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>rollout through all layers</source>
        <translation>모든 층의 롤아웃</translation>
    </message>
    <message>
        <source>layer %1, mean over heads</source>
        <translation>%1층, 헤드 평균</translation>
    </message>
    <message>
        <source>layer %1, head %2</source>
        <translation>%1층, 헤드 %2</translation>
    </message>
    <message>
        <source>%1 · %2 · %3</source>
        <translation>%1 · %2 · %3</translation>
    </message>
    <message>
        <source>attention</source>
        <translation>어텐션</translation>
    </message>
    <message>
        <source>Colours pictures together: the same colour means similar features</source>
        <translation>여러 그림을 함께 칠합니다. 같은 색은 비슷한 특징을 뜻합니다</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>층</translation>
    </message>
    <message>
        <source>last</source>
        <translation>마지막</translation>
    </message>
    <message>
        <source>Layer whose features are shown</source>
        <translation>특징을 표시할 층</translation>
    </message>
    <message>
        <source>Opacity of the colours</source>
        <translation>색의 불투명도</translation>
    </message>
    <message>
        <source>all (rollout)</source>
        <translation>전체(롤아웃)</translation>
    </message>
    <message>
        <source>Layer whose attention is shown</source>
        <translation>어텐션을 표시할 층</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>헤드</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>평균</translation>
    </message>
    <message>
        <source>Head whose attention is shown</source>
        <translation>어텐션을 표시할 헤드</translation>
    </message>
    <message>
        <source>It was not computed.</source>
        <translation>계산하지 않았습니다.</translation>
    </message>
    <message>
        <source>Compute</source>
        <translation>계산</translation>
    </message>
</context>
<context>
    <name>fe::imaging::FolderIndex</name>
    <message>
        <source>Closing the index</source>
        <translation>색인을 닫는 중</translation>
    </message>
    <message>
        <source>Indexing %1</source>
        <translation>%1 색인 중</translation>
    </message>
    <message>
        <source>The old index lies at %1.</source>
        <translation>이전 색인은 %1에 있습니다.</translation>
    </message>
</context>
<context>
    <name>fe::imaging::FolderMap</name>
    <message>
        <source>Mapping the pictures</source>
        <translation>그림 지도를 만드는 중</translation>
    </message>
    <message>
        <source>other folders</source>
        <translation>다른 폴더</translation>
    </message>
    <message>
        <source>Map of the pictures</source>
        <translation>그림 지도</translation>
    </message>
    <message>
        <source>Component %1, %2 % of the variance</source>
        <translation>성분 %1, 분산의 %2%</translation>
    </message>
    <message>
        <source>%1, principal components of %2 vectors</source>
        <translation>%1, 벡터 %2개의 주성분</translation>
    </message>
    <message>
        <source>Point at a picture to see it; click it to open it.</source>
        <translation>점을 가리키면 그림이 보이고, 누르면 열립니다.</translation>
    </message>
    <message>
        <source>Picture under the pointer</source>
        <translation>가리킨 그림</translation>
    </message>
</context>
<context>
    <name>fe::imaging::HeatMapView</name>
    <message>
        <source>best: %1</source>
        <translation>최고: %1</translation>
    </message>
    <message>
        <source>best label</source>
        <translation>가장 맞는 레이블</translation>
    </message>
    <message>
        <source>No picture is selected</source>
        <translation>선택한 그림이 없습니다</translation>
    </message>
    <message>
        <source>%1 reads no words</source>
        <translation>%1 모델은 글을 읽지 못합니다</translation>
    </message>
    <message>
        <source>Where its attention goes can be shown.</source>
        <translation>어텐션이 어디로 가는지는 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>Show attention</source>
        <translation>어텐션 보기</translation>
    </message>
    <message>
        <source>No labels yet</source>
        <translation>아직 레이블이 없습니다</translation>
    </message>
    <message>
        <source>Write some at the left, one a line.</source>
        <translation>왼쪽에 한 줄에 하나씩 적으세요.</translation>
    </message>
    <message>
        <source>Explaining %1</source>
        <translation>%1 설명 중</translation>
    </message>
    <message>
        <source>relevance</source>
        <translation>관련도</translation>
    </message>
    <message>
        <source>similarity</source>
        <translation>유사도</translation>
    </message>
    <message>
        <source>attention</source>
        <translation>어텐션</translation>
    </message>
    <message>
        <source>Where the model looks</source>
        <translation>모델이 보는 곳</translation>
    </message>
    <message>
        <source>Where a label is seen</source>
        <translation>레이블이 보이는 곳</translation>
    </message>
    <message>
        <source>Where “%1” is seen</source>
        <translation>“%1”이(가) 보이는 곳</translation>
    </message>
    <message>
        <source>Computing…</source>
        <translation>계산 중…</translation>
    </message>
    <message>
        <source>%1 · %2 · %3</source>
        <translation>%1 · %2 · %3</translation>
    </message>
    <message>
        <source>The same for every label.</source>
        <translation>모든 레이블에서 같습니다.</translation>
    </message>
    <message>
        <source>Attention knows no label: this map is the same for all.</source>
        <translation>어텐션은 레이블과 무관합니다. 이 지도는 모든 레이블에서 같습니다.</translation>
    </message>
    <message>
        <source>Says little about the label (%1).</source>
        <translation>레이블에 대해 알려 주는 것이 적습니다(%1).</translation>
    </message>
    <message>
        <source>Depends on the label (%1).</source>
        <translation>레이블에 따라 달라집니다(%1).</translation>
    </message>
    <message>
        <source>Rank correlation with the maps of other labels: %1 (%2 compared). Near 1, the map says little about its label.</source>
        <translation>다른 레이블 지도와의 순위 상관: %1(%2개 비교). 1에 가까우면 지도가 레이블에 대해 알려 주는 것이 적습니다.</translation>
    </message>
    <message>
        <source>There is no other label to compare this map with.</source>
        <translation>이 지도와 비교할 다른 레이블이 없습니다.</translation>
    </message>
    <message>
        <source>Gradients of the label&apos;s score, followed through the attention of all layers (Chefer et al. 2021)</source>
        <translation>레이블 점수의 기울기를 모든 층의 어텐션을 따라 추적합니다(Chefer 외 2021)</translation>
    </message>
    <message>
        <source>Each patch&apos;s own vector against the label, without gradients</source>
        <translation>기울기 없이 각 패치의 벡터를 레이블과 비교합니다</translation>
    </message>
    <message>
        <source>Rollout of attention through all layers; knows no label</source>
        <translation>모든 층의 어텐션 롤아웃. 레이블과 무관합니다</translation>
    </message>
    <message>
        <source>How the map is made</source>
        <translation>지도를 만드는 방법</translation>
    </message>
    <message>
        <source>Label that is looked for</source>
        <translation>찾을 레이블</translation>
    </message>
    <message>
        <source>Opacity of the map</source>
        <translation>지도의 불투명도</translation>
    </message>
    <message>
        <source>Blocks</source>
        <translation>블록</translation>
    </message>
    <message>
        <source>Shows each patch as a block instead of a smooth map</source>
        <translation>부드러운 지도 대신 패치마다 블록으로 표시합니다</translation>
    </message>
    <message>
        <source>The map was not computed.</source>
        <translation>지도를 계산하지 않았습니다.</translation>
    </message>
</context>
<context>
    <name>fe::imaging::HintPanel</name>
    <message>
        <source>Choose a picture model…</source>
        <translation>그림 모델 선택…</translation>
    </message>
    <message>
        <source>No picture model is open</source>
        <translation>열린 그림 모델이 없습니다</translation>
    </message>
    <message>
        <source>Open one, or drop its folder on the window.</source>
        <translation>하나를 열거나 모델 폴더를 창에 놓으세요.</translation>
    </message>
</context>
<context>
    <name>fe::imaging::LabelPanel</name>
    <message>
        <source>%1, in Korean</source>
        <translation>%1(한국어)</translation>
    </message>
    <message>
        <source>Own presets</source>
        <translation>내 프리셋</translation>
    </message>
    <message>
        <source>Remove an own preset</source>
        <translation>내 프리셋 삭제</translation>
    </message>
    <message>
        <source>Keep these labels as a preset…</source>
        <translation>이 레이블을 프리셋으로 저장…</translation>
    </message>
    <message>
        <source>Open a list…</source>
        <translation>목록 열기…</translation>
    </message>
    <message>
        <source>Open a list of labels, one a line</source>
        <translation>한 줄에 하나씩 적힌 레이블 목록 열기</translation>
    </message>
    <message>
        <source>Texts (*.txt);;All files (*)</source>
        <translation>텍스트 (*.txt);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>It is larger than 1 MB.</source>
        <translation>1 MB보다 큽니다.</translation>
    </message>
    <message>
        <source>It is no text.</source>
        <translation>텍스트가 아닙니다.</translation>
    </message>
    <message>
        <source>%1 was not opened. %2</source>
        <translation>%1을(를) 열지 않았습니다. %2</translation>
    </message>
    <message>
        <source>Keep these labels as a preset</source>
        <translation>이 레이블을 프리셋으로 저장</translation>
    </message>
    <message>
        <source>Name of the preset</source>
        <translation>프리셋 이름</translation>
    </message>
    <message>
        <source>Labels, one a line</source>
        <translation>레이블, 한 줄에 하나</translation>
    </message>
    <message>
        <source>Labels: %1</source>
        <translation>레이블: %1개</translation>
    </message>
    <message>
        <source>scale %1</source>
        <translation>스케일 %1</translation>
    </message>
    <message>
        <source>cat
dog
horse</source>
        <translation>고양이
개
말</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>프리셋</translation>
    </message>
    <message>
        <source>Label presets</source>
        <translation>레이블 프리셋</translation>
    </message>
    <message>
        <source>Templates</source>
        <translation>템플릿</translation>
    </message>
    <message>
        <source>{} stands for the label, a/an for the article that it asks for. A label&apos;s vector is the mean over all templates.</source>
        <translation>{}에는 레이블이, a/an에는 레이블에 맞는 관사가 들어갑니다. 레이블의 벡터는 모든 템플릿의 평균입니다.</translation>
    </message>
    <message>
        <source>Templates, one a line</source>
        <translation>템플릿, 한 줄에 하나</translation>
    </message>
    <message>
        <source>Template presets</source>
        <translation>템플릿 프리셋</translation>
    </message>
    <message>
        <source>one of</source>
        <translation>하나만</translation>
    </message>
    <message>
        <source>One label is right: softmax over all labels</source>
        <translation>레이블 하나만 맞음: 모든 레이블에 대한 소프트맥스</translation>
    </message>
    <message>
        <source>any of</source>
        <translation>각각</translation>
    </message>
    <message>
        <source>Each label by itself: the sigmoid of its own logit</source>
        <translation>레이블마다 따로: 각 로짓의 시그모이드</translation>
    </message>
    <message>
        <source>How labels are scored</source>
        <translation>레이블 점수 방식</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>온도</translation>
    </message>
    <message>
        <source>Divides the logits: lower is surer, higher is more even.</source>
        <translation>로짓을 나누는 값입니다. 낮으면 더 확신하고, 높으면 더 고르게 됩니다.</translation>
    </message>
    <message>
        <source>It has more than %1 lines.</source>
        <translation>%1줄이 넘습니다.</translation>
    </message>
</context>
<context>
    <name>fe::imaging::LimitsNote</name>
    <message>
        <source>Open a CLIP or SigLIP folder (config.json, model.safetensors, tokenizer.json)</source>
        <translation>CLIP 또는 SigLIP 폴더 열기 (config.json, model.safetensors, tokenizer.json)</translation>
    </message>
    <message>
        <source>This starter model is small and often wrong. It is fair at drawn pictures and simple photographs with clearly different labels; look-alikes, counts, people and text are beyond it, and its probabilities are not calibrated.</source>
        <translation>이 시작 모델은 작아서 자주 틀립니다. 뚜렷이 다른 레이블로 그림과 단순한 사진을 나누는 데는 쓸 만하지만, 닮은 것, 개수, 사람, 글자는 다루지 못하며 확률도 보정되어 있지 않습니다.</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>모델 카드</translation>
    </message>
    <message>
        <source>Open a real CLIP…</source>
        <translation>실제 CLIP 열기…</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>숨기기</translation>
    </message>
    <message>
        <source>Hide the note on the starter model</source>
        <translation>시작 모델 안내 숨기기</translation>
    </message>
</context>
<context>
    <name>fe::imaging::Maps</name>
    <message>
        <source>It sees the middle of the picture, %1 × %2 pixels.</source>
        <translation>모델은 그림의 가운데 %1 × %2 픽셀을 봅니다.</translation>
    </message>
    <message>
        <source>It sees the whole picture as %1 × %2 pixels.</source>
        <translation>모델은 그림 전체를 %1 × %2 픽셀로 봅니다.</translation>
    </message>
</context>
<context>
    <name>fe::imaging::ModelCardDialog</name>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>%1을(를) 읽을 수 없습니다: %2</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>모델 카드</translation>
    </message>
</context>
<context>
    <name>fe::imaging::PictureReader</name>
    <message>
        <source>Looking for pictures in %1</source>
        <translation>%1에서 그림 찾는 중</translation>
    </message>
    <message>
        <source>Reading pictures</source>
        <translation>그림 읽는 중</translation>
    </message>
    <message>
        <source>Classifying pictures: %1 of %2</source>
        <translation>그림 분류 중: %1/%2</translation>
    </message>
</context>
<context>
    <name>fe::imaging::PicturesPage</name>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff);;All files (*)</source>
        <translation>그림 (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>There are no pictures in it.</source>
        <translation>그 안에 그림이 없습니다.</translation>
    </message>
    <message>
        <source>%1 pictures/s</source>
        <translation>그림 %1개/초</translation>
    </message>
    <message>
        <source>%1 pictures read in %2 s.</source>
        <translation>그림 %1개를 %2초에 읽었습니다.</translation>
    </message>
    <message>
        <source>Open pictures</source>
        <translation>그림 열기</translation>
    </message>
    <message>
        <source>Open a folder of pictures</source>
        <translation>그림 폴더 열기</translation>
    </message>
    <message>
        <source>The clipboard holds no picture and no file.</source>
        <translation>클립보드에 그림이나 파일이 없습니다.</translation>
    </message>
    <message>
        <source>Keeping the pasted picture</source>
        <translation>붙여 넣은 그림 저장 중</translation>
    </message>
    <message>
        <source>No pictures yet</source>
        <translation>아직 그림이 없습니다</translation>
    </message>
    <message>
        <source>Pictures: %1</source>
        <translation>그림: %1개</translation>
    </message>
    <message>
        <source>skipped: %1</source>
        <translation>건너뜀: %1개</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1/%2</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>계속</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>멈춤</translation>
    </message>
    <message>
        <source>Reading %1</source>
        <translation>%1 읽는 중</translation>
    </message>
    <message>
        <source>Name or label</source>
        <translation>이름 또는 레이블</translation>
    </message>
    <message>
        <source>Show pictures whose name or label holds</source>
        <translation>이름이나 레이블에 이 글이 있는 그림 보기</translation>
    </message>
    <message>
        <source>Order of the pictures</source>
        <translation>그림 순서</translation>
    </message>
    <message>
        <source>As added</source>
        <translation>추가한 순서</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>이름순</translation>
    </message>
    <message>
        <source>By label</source>
        <translation>레이블순</translation>
    </message>
    <message>
        <source>Surest first</source>
        <translation>확신이 큰 것부터</translation>
    </message>
    <message>
        <source>Unsurest first</source>
        <translation>확신이 작은 것부터</translation>
    </message>
    <message>
        <source>Skipped first</source>
        <translation>건너뛴 것부터</translation>
    </message>
    <message>
        <source>Remove all</source>
        <translation>모두 빼기</translation>
    </message>
    <message>
        <source>Takes the pictures out of this list. The files stay. Delete takes out the selected ones.</source>
        <translation>그림을 이 목록에서 뺍니다. 파일은 그대로 있습니다. Delete 키는 선택한 것만 뺍니다.</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>그림</translation>
    </message>
    <message>
        <source>Progress of reading the pictures</source>
        <translation>그림 읽기 진행률</translation>
    </message>
    <message>
        <source>Drop pictures or folders here</source>
        <translation>그림이나 폴더를 여기에 놓으세요</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>열기…</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>폴더…</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>붙여넣기</translation>
    </message>
    <message>
        <source>Paste a picture, or files that were copied</source>
        <translation>그림이나 복사한 파일 붙여넣기</translation>
    </message>
    <message>
        <source>Sample pictures</source>
        <translation>예제 그림</translation>
    </message>
</context>
<context>
    <name>fe::imaging::ResultModel</name>
    <message>
        <source>%1, similarity %2</source>
        <translation>%1, 유사도 %2</translation>
    </message>
</context>
<context>
    <name>fe::imaging::ScoreCard</name>
    <message>
        <source>Every picture and label</source>
        <translation>모든 그림과 레이블</translation>
    </message>
    <message>
        <source>Choose a picture model…</source>
        <translation>그림 모델 고르기…</translation>
    </message>
    <message>
        <source>No picture model is open</source>
        <translation>열린 그림 모델이 없습니다</translation>
    </message>
    <message>
        <source>A CLIP or SigLIP model puts pictures and words into one space and tells how well they fit. Open one, or drop its folder on the window.</source>
        <translation>CLIP과 SigLIP 모델은 그림과 낱말을 한 공간에 놓고 서로 얼마나 맞는지 알려 줍니다. 하나를 열거나 그 폴더를 창에 놓으세요.</translation>
    </message>
    <message>
        <source>%1 reads no words</source>
        <translation>%1은(는) 낱말을 읽지 않습니다</translation>
    </message>
    <message>
        <source>It gives features of pictures, for Search and Features. To compare pictures with labels open a CLIP or SigLIP model.</source>
        <translation>이 모델은 검색과 특징에 쓰는 그림 특징을 줍니다. 그림을 레이블과 견주려면 CLIP이나 SigLIP 모델을 여세요.</translation>
    </message>
    <message>
        <source>No pictures yet</source>
        <translation>아직 그림이 없습니다</translation>
    </message>
    <message>
        <source>Drop some anywhere on the window. They stay on this machine.</source>
        <translation>창 아무 곳에나 놓으세요. 그림은 이 컴퓨터에만 있습니다.</translation>
    </message>
    <message>
        <source>No picture is selected</source>
        <translation>선택한 그림이 없습니다</translation>
    </message>
    <message>
        <source>Select one above.</source>
        <translation>위에서 하나를 고르세요.</translation>
    </message>
    <message>
        <source>No labels yet</source>
        <translation>아직 레이블이 없습니다</translation>
    </message>
    <message>
        <source>Write some at the left, one a line, or take a preset.</source>
        <translation>왼쪽에 한 줄에 하나씩 쓰거나 프리셋을 고르세요.</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>읽는 중…</translation>
    </message>
    <message>
        <source>softmax over %1 labels</source>
        <translation>레이블 %1개의 소프트맥스</translation>
    </message>
    <message>
        <source>independent scores</source>
        <translation>독립 점수</translation>
    </message>
    <message>
        <source>%1 · %2 · temperature %3 · templates: %4</source>
        <translation>%1 · %2 · 온도 %3 · 템플릿: %4</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>레이블</translation>
    </message>
    <message>
        <source>Probability</source>
        <translation>확률</translation>
    </message>
    <message>
        <source>logit %1</source>
        <translation>로짓 %1</translation>
    </message>
    <message>
        <source>Probability of every label for every picture</source>
        <translation>모든 그림에 대한 모든 레이블의 확률</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>그림</translation>
    </message>
    <message>
        <source>This picture</source>
        <translation>이 그림</translation>
    </message>
    <message>
        <source>Every label for the selected picture</source>
        <translation>선택한 그림에 대한 모든 레이블</translation>
    </message>
    <message>
        <source>All pictures</source>
        <translation>모든 그림</translation>
    </message>
    <message>
        <source>A heat map of pictures and labels</source>
        <translation>그림과 레이블의 히트맵</translation>
    </message>
    <message>
        <source>What the scores are shown of</source>
        <translation>점수를 보이는 대상</translation>
    </message>
    <message>
        <source>The first %1 pictures and every label</source>
        <translation>처음 그림 %1개와 모든 레이블</translation>
    </message>
</context>
<context>
    <name>fe::imaging::SearchPage</name>
    <message>
        <source>Choose a folder of pictures</source>
        <translation>그림 폴더 선택</translation>
    </message>
    <message>
        <source>Search by a picture</source>
        <translation>그림으로 찾기</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff);;All files (*)</source>
        <translation>그림 (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>Searching by %1; press to search by words</source>
        <translation>%1(으)로 찾는 중, 누르면 글로 찾습니다</translation>
    </message>
    <message>
        <source>No folder yet</source>
        <translation>아직 폴더가 없습니다</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2개 중 %1개</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>다시 살펴보기</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>일시 정지</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>계속</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>제외됨</translation>
    </message>
    <message>
        <source>Left out: %1</source>
        <translation>제외됨: %1</translation>
    </message>
    <message>
        <source>Files that cannot be used, and why</source>
        <translation>쓸 수 없는 파일과 그 까닭</translation>
    </message>
    <message>
        <source>nearest of %1 pictures, %2 ms</source>
        <translation>그림 %1개 중 가장 가까운 것, %2 ms</translation>
    </message>
    <message>
        <source>Find pictures by what they show</source>
        <translation>무엇이 보이는지로 그림 찾기</translation>
    </message>
    <message>
        <source>Choose a folder, or drop it here. Its pictures are read once in the background; then words or another picture find them at once.</source>
        <translation>폴더를 선택하거나 여기에 놓으세요. 그림을 백그라운드에서 한 번 읽어 두면 글이나 다른 그림으로 바로 찾을 수 있습니다.</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>폴더 선택…</translation>
    </message>
    <message>
        <source>There are no pictures in it</source>
        <translation>그림이 없습니다</translation>
    </message>
    <message>
        <source>The folder and those below hold none that can be read.</source>
        <translation>이 폴더와 그 아래에 읽을 수 있는 그림이 없습니다.</translation>
    </message>
    <message>
        <source>The index is paused</source>
        <translation>색인이 멈춰 있습니다</translation>
    </message>
    <message>
        <source>The pictures are being read</source>
        <translation>그림을 읽는 중입니다</translation>
    </message>
    <message>
        <source>What is read so far can be searched.</source>
        <translation>지금까지 읽은 것은 찾을 수 있습니다.</translation>
    </message>
    <message>
        <source>What are you looking for?</source>
        <translation>무엇을 찾고 있나요?</translation>
    </message>
    <message>
        <source>Type what the pictures should show, drop a picture, or look at the map of the folder.</source>
        <translation>무엇이 보여야 하는지 쓰거나, 그림을 놓거나, 폴더의 지도를 살펴보세요.</translation>
    </message>
    <message>
        <source>Set the index aside and begin anew</source>
        <translation>색인을 치워 두고 새로 만들기</translation>
    </message>
    <message>
        <source>The file is renamed, not deleted. The pictures are encoded again.</source>
        <translation>파일은 지우지 않고 이름만 바꿉니다. 그림은 다시 인코딩됩니다.</translation>
    </message>
    <message>
        <source>What should the pictures show?</source>
        <translation>어떤 그림을 찾을까요?</translation>
    </message>
    <message>
        <source>Search pictures by words</source>
        <translation>글로 그림 찾기</translation>
    </message>
    <message>
        <source>By a picture…</source>
        <translation>그림으로…</translation>
    </message>
    <message>
        <source>Finds pictures that resemble one. It can also be dropped here.</source>
        <translation>닮은 그림을 찾습니다. 그림을 여기에 놓아도 됩니다.</translation>
    </message>
    <message>
        <source>Search by words again</source>
        <translation>다시 글로 찾기</translation>
    </message>
    <message>
        <source>Find similar</source>
        <translation>비슷한 그림 찾기</translation>
    </message>
    <message>
        <source>Searches by the selected picture</source>
        <translation>선택한 그림으로 찾습니다</translation>
    </message>
    <message>
        <source>Progress of the index</source>
        <translation>색인 진행 상황</translation>
    </message>
    <message>
        <source>Pictures that were found</source>
        <translation>찾은 그림</translation>
    </message>
    <message>
        <source>Pictures that are left out</source>
        <translation>제외된 그림</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>Why it is left out</source>
        <translation>제외된 까닭</translation>
    </message>
    <message>
        <source>Views of the search</source>
        <translation>찾기 보기</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>결과</translation>
    </message>
    <message>
        <source>The nearest pictures, best first</source>
        <translation>가장 가까운 그림부터</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>지도</translation>
    </message>
    <message>
        <source>All pictures in a plane, alike ones near</source>
        <translation>모든 그림을 평면에, 비슷한 것끼리 가깝게</translation>
    </message>
    <message>
        <source>Drop one picture to search by, or folders.</source>
        <translation>찾을 때 쓸 그림 한 장이나 폴더를 놓으세요.</translation>
    </message>
</context>
<context>
    <name>fe::imaging::SearchQuery</name>
    <message>
        <source>Searching</source>
        <translation>찾는 중</translation>
    </message>
</context>
<context>
    <name>fe::imaging::ThumbnailLoader</name>
    <message>
        <source>Reading thumbnails</source>
        <translation>미리 보기를 읽는 중</translation>
    </message>
</context>
<context>
    <name>fe::imaging::VisionState</name>
    <message>
        <source>Reading the labels</source>
        <translation>레이블 읽는 중</translation>
    </message>
</context>
<context>
    <name>fe::imaging::VisionTab</name>
    <message>
        <source>Pictures</source>
        <translation>그림</translation>
    </message>
    <message>
        <source>Pictures against labels, and where a label is seen</source>
        <translation>그림과 레이블 비교, 레이블이 보이는 곳</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>평가</translation>
    </message>
    <message>
        <source>How often a model is right on a labelled folder</source>
        <translation>레이블이 있는 폴더에서 모델이 맞히는 비율</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>검색</translation>
    </message>
    <message>
        <source>Find pictures in a folder by words or by a picture</source>
        <translation>낱말이나 그림으로 폴더에서 그림 찾기</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>특징</translation>
    </message>
    <message>
        <source>What the model makes of each patch of a picture</source>
        <translation>모델이 그림의 패치마다 보는 것</translation>
    </message>
    <message>
        <source>Open pictures…</source>
        <translation>그림 열기…</translation>
    </message>
    <message>
        <source>Open a folder of pictures…</source>
        <translation>그림 폴더 열기…</translation>
    </message>
    <message>
        <source>Paste pictures</source>
        <translation>그림 붙여넣기</translation>
    </message>
    <message>
        <source>Open the sample pictures</source>
        <translation>예제 그림 열기</translation>
    </message>
    <message>
        <source>Stop or go on reading pictures</source>
        <translation>그림 읽기 멈춤/계속</translation>
    </message>
    <message>
        <source>Remove all pictures from the list</source>
        <translation>목록에서 그림 모두 빼기</translation>
    </message>
    <message>
        <source>Edit the labels</source>
        <translation>레이블 편집</translation>
    </message>
    <message>
        <source>Pages of the Vision tab</source>
        <translation>비전 탭의 페이지</translation>
    </message>
    <message>
        <source>en</source>
        <comment>language of the labels of the first start: en or ko</comment>
        <translation>ko</translation>
    </message>
</context>
<context>
    <name>fe::prompting::AlternativesModel</name>
    <message>
        <source>Natural logarithm of the probability</source>
        <translation>확률의 자연로그</translation>
    </message>
    <message>
        <source>The model&apos;s own probability, before temperature, penalties and truncation</source>
        <translation>온도, 페널티, 후보 제한을 적용하기 전 모델 자체의 확률</translation>
    </message>
    <message>
        <source>alternative</source>
        <translation>후보</translation>
    </message>
    <message>
        <source>p</source>
        <translation>p</translation>
    </message>
    <message>
        <source>ln p</source>
        <translation>ln p</translation>
    </message>
    <message>
        <source>The answer ends with it.</source>
        <translation>이 토큰으로 답이 끝납니다.</translation>
    </message>
    <message>
        <source>This one was drawn.</source>
        <translation>이 토큰이 뽑혔습니다.</translation>
    </message>
    <message>
        <source>Click to branch from here.</source>
        <translation>클릭하면 여기서 가지를 칩니다.</translation>
    </message>
    <message>
        <source>%1 (end of the answer)</source>
        <translation>%1(답의 끝)</translation>
    </message>
    <message>
        <source>The endpoint does not give the probability of this token.</source>
        <translation>엔드포인트가 이 토큰의 확률을 주지 않습니다.</translation>
    </message>
    <message>
        <source>token %1 · p %2 · ln p %3</source>
        <translation>토큰 %1 · p %2 · ln p %3</translation>
    </message>
    <message>
        <source>rank %1</source>
        <translation>순위 %1</translation>
    </message>
    <message>
        <source>entropy of the step %1 nats</source>
        <translation>단계의 엔트로피 %1 nat</translation>
    </message>
    <message>
        <source>not available</source>
        <translation>알 수 없음</translation>
    </message>
</context>
<context>
    <name>fe::prompting::AnswerForm</name>
    <message>
        <source>whole answer</source>
        <translation>답 전체</translation>
    </message>
    <message>
        <source>first line</source>
        <translation>첫 줄</translation>
    </message>
    <message>
        <source>last number</source>
        <translation>마지막 숫자</translation>
    </message>
    <message>
        <source>one of the labels</source>
        <translation>레이블 중 하나</translation>
    </message>
    <message>
        <source>regular expression</source>
        <translation>정규 표현식</translation>
    </message>
    <message>
        <source>Write the labels below, one a line.</source>
        <translation>아래에 레이블을 한 줄에 하나씩 쓰세요.</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>답</translation>
    </message>
    <message>
        <source>Takes</source>
        <translation>추출 방법</translation>
    </message>
    <message>
        <source>How the answer is taken</source>
        <translation>답을 추출하는 방법</translation>
    </message>
    <message>
        <source>What counts as the answer in the text that the model writes: for votes and for right or wrong</source>
        <translation>모델이 쓴 글에서 무엇을 답으로 볼지 정합니다. 투표와 정답 확인에 쓰입니다</translation>
    </message>
    <message>
        <source>Regular expression of the answer</source>
        <translation>답을 찾는 정규식</translation>
    </message>
    <message>
        <source>Its first group is the answer, or the whole match; the last match counts</source>
        <translation>첫 번째 그룹이 답이며, 없으면 일치한 전체가 답입니다. 마지막으로 일치한 것을 씁니다</translation>
    </message>
    <message>
        <source>Labels, one a line</source>
        <translation>레이블, 한 줄에 하나</translation>
    </message>
    <message>
        <source>none: any answer</source>
        <translation>없음: 어떤 답이든</translation>
    </message>
    <message>
        <source>From the examples</source>
        <translation>예시에서 가져오기</translation>
    </message>
    <message>
        <source>Labels from the examples</source>
        <translation>예시에서 레이블 가져오기</translation>
    </message>
    <message>
        <source>Take the answers of the examples as labels</source>
        <translation>예시의 답을 레이블로 씁니다</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>정답</translation>
    </message>
    <message>
        <source>Expected answer</source>
        <translation>기대하는 답</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>선택 사항</translation>
    </message>
</context>
<context>
    <name>fe::prompting::AnswerPanel</name>
    <message>
        <source>Reading the prompt…</source>
        <translation>프롬프트를 읽는 중…</translation>
    </message>
    <message>
        <source>The model ended its answer at once, without a word.</source>
        <translation>모델이 한 마디도 없이 바로 답을 끝냈습니다.</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>답변</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>Write the answer and everything it depended on to a file</source>
        <translation>답변과 그에 쓰인 모든 조건을 파일로 저장합니다</translation>
    </message>
    <message>
        <source>Answer, token by token</source>
        <translation>토큰별로 나눈 답변</translation>
    </message>
    <message>
        <source>Measurements of the run</source>
        <translation>실행 측정값</translation>
    </message>
    <message>
        <source>the first token as in answer %1</source>
        <translation>첫 토큰은 답 %1과 같음</translation>
    </message>
    <message>
        <source>the first %1 tokens as in answer %2</source>
        <translation>처음 토큰 %1개는 답 %2와 같음</translation>
    </message>
</context>
<context>
    <name>fe::prompting::AnswerStatus</name>
    <message>
        <source>length limit reached</source>
        <translation>최대 길이에 도달</translation>
    </message>
    <message>
        <source>ended at a stop string</source>
        <translation>중지 문자열에서 끝남</translation>
    </message>
    <message>
        <source>ended by the model</source>
        <translation>모델이 끝맺음</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>중지됨</translation>
    </message>
    <message>
        <source>prompt %1</source>
        <translation>프롬프트 %1</translation>
    </message>
    <message>
        <source>answer %1</source>
        <translation>답변 %1</translation>
    </message>
    <message>
        <source>%1 tokens/s</source>
        <translation>%1토큰/초</translation>
    </message>
    <message>
        <source>first token after %1 s</source>
        <translation>첫 토큰까지 %1초</translation>
    </message>
    <message>
        <source>mean ln p %1</source>
        <translation>평균 ln p %1</translation>
    </message>
    <message>
        <source>perplexity %1</source>
        <translation>퍼플렉서티 %1</translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>시드 %1</translation>
    </message>
    <message>
        <source>Reading the prompt…</source>
        <translation>프롬프트를 읽는 중…</translation>
    </message>
    <message>
        <source>limit</source>
        <translation>길이 제한</translation>
    </message>
    <message>
        <source>stop string</source>
        <translation>정지 문자열</translation>
    </message>
    <message>
        <source>end</source>
        <translation>끝</translation>
    </message>
    <message>
        <source>&quot;%1&quot; · probability not available</source>
        <translation>&quot;%1&quot; · 확률 알 수 없음</translation>
    </message>
    <message>
        <source>&quot;%1&quot; · p %2</source>
        <translation>&quot;%1&quot; · p %2</translation>
    </message>
    <message>
        <source>&quot;%1&quot; · p %2 · rank %3</source>
        <translation>&quot;%1&quot; · p %2 · 순위 %3</translation>
    </message>
    <message>
        <source>mean ln p not available</source>
        <translation>평균 ln p 알 수 없음</translation>
    </message>
</context>
<context>
    <name>fe::prompting::AnswerTreeModel</name>
    <message>
        <source>Sample %1, seed %2</source>
        <translation>샘플 %1, 시드 %2</translation>
    </message>
    <message>
        <source>Branch of %1 at token %2</source>
        <translation>%1의 토큰 %2에서 나온 가지</translation>
    </message>
    <message>
        <source>From the first token that differs</source>
        <translation>처음 달라지는 토큰부터</translation>
    </message>
    <message>
        <source>What the answer rule takes out of it</source>
        <translation>답 규칙이 꺼낸 것</translation>
    </message>
    <message>
        <source>Mean natural logarithm of the probabilities of its tokens</source>
        <translation>토큰 확률의 자연로그 평균</translation>
    </message>
    <message>
        <source>text</source>
        <translation>텍스트</translation>
    </message>
    <message>
        <source>answer</source>
        <translation>답</translation>
    </message>
    <message>
        <source>ln p</source>
        <translation>ln p</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>토큰</translation>
    </message>
    <message>
        <source>end</source>
        <translation>끝</translation>
    </message>
    <message>
        <source>(ends here)</source>
        <translation>(여기서 끝)</translation>
    </message>
    <message>
        <source>Its log-probability is not available.</source>
        <translation>로그 확률을 알 수 없습니다.</translation>
    </message>
</context>
<context>
    <name>fe::prompting::BuilderActions</name>
    <message>
        <source>Tasks…</source>
        <translation>과제…</translation>
    </message>
    <message>
        <source>Open a prompt…</source>
        <translation>프롬프트 열기…</translation>
    </message>
    <message>
        <source>Save prompt as…</source>
        <translation>프롬프트를 다른 이름으로 저장…</translation>
    </message>
    <message>
        <source>Back to the prompt of before</source>
        <translation>이전 프롬프트로 돌아가기</translation>
    </message>
    <message>
        <source>Task: %1</source>
        <translation>과제: %1</translation>
    </message>
    <message>
        <source>Open a prompt</source>
        <translation>프롬프트 열기</translation>
    </message>
    <message>
        <source>Prompts, texts and conversations (*.fexprompt *.txt *.md *.json)</source>
        <translation>프롬프트, 텍스트, 대화 (*.fexprompt *.txt *.md *.json)</translation>
    </message>
    <message>
        <source>Save prompt</source>
        <translation>프롬프트 저장</translation>
    </message>
    <message>
        <source>prompt</source>
        <translation>프롬프트</translation>
    </message>
    <message>
        <source>Prompts (*.fexprompt)</source>
        <translation>프롬프트 (*.fexprompt)</translation>
    </message>
    <message>
        <source>Save %1</source>
        <translation>%1 저장</translation>
    </message>
    <message>
        <source>Saved to %1</source>
        <translation>%1에 저장했습니다</translation>
    </message>
</context>
<context>
    <name>fe::prompting::ChatPage</name>
    <message>
        <source>System prompt</source>
        <translation>시스템 프롬프트</translation>
    </message>
    <message>
        <source>None: the template&apos;s own, if it has one</source>
        <translation>비워 두면 템플릿에 정해진 것이 있을 때 그것을 씁니다</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>대화</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>새 대화</translation>
    </message>
    <message>
        <source>No messages yet. Write one below and press Enter.</source>
        <translation>아직 메시지가 없습니다. 아래에 쓰고 Enter를 누르세요.</translation>
    </message>
    <message>
        <source>Message: Enter sends, Shift+Enter begins a new line</source>
        <translation>메시지: Enter로 보내고 Shift+Enter로 줄을 바꿉니다</translation>
    </message>
    <message>
        <source>Message to the model</source>
        <translation>모델에게 보낼 메시지</translation>
    </message>
    <message>
        <source>This model was not made for chat: its files hold no chat template. It can continue free text.</source>
        <translation>이 모델은 대화용이 아닙니다. 파일에 대화 템플릿이 없습니다. 자유 텍스트를 이어 쓰는 것은 할 수 있습니다.</translation>
    </message>
    <message>
        <source>Switch to free text</source>
        <translation>자유 텍스트로 전환</translation>
    </message>
</context>
<context>
    <name>fe::prompting::CompareColumn</name>
    <message>
        <source>Waiting for its turn</source>
        <translation>차례를 기다리는 중</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>모델을 불러오는 중…</translation>
    </message>
    <message>
        <source>Reading the prompt…</source>
        <translation>프롬프트를 읽는 중…</translation>
    </message>
    <message>
        <source>stopped before it began</source>
        <translation>시작하기 전에 멈춤</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>멈춤</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1초</translation>
    </message>
    <message>
        <source>Answer of %1, %2</source>
        <translation>%1, %2의 답</translation>
    </message>
    <message>
        <source>The model ended its answer at once, without a word.</source>
        <translation>모델이 한마디도 없이 바로 답을 끝냈습니다.</translation>
    </message>
    <message>
        <source>answer: %1</source>
        <translation>답: %1</translation>
    </message>
    <message>
        <source>no answer found by the rule</source>
        <translation>규칙으로 찾은 답 없음</translation>
    </message>
    <message>
        <source>✓ right</source>
        <translation>✓ 맞음</translation>
    </message>
    <message>
        <source>✗ wrong</source>
        <translation>✗ 틀림</translation>
    </message>
    <message>
        <source>Exact prompt</source>
        <translation>정확한 프롬프트</translation>
    </message>
    <message>
        <source>Show the exact prompt</source>
        <translation>정확한 프롬프트 보기</translation>
    </message>
</context>
<context>
    <name>fe::prompting::ComparePage</name>
    <message>
        <source>%1 of %2 done</source>
        <translation>%2개 중 %1개 완료</translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>시드 %1</translation>
    </message>
    <message>
        <source>expected: %1</source>
        <translation>정답: %1</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>Stop; columns that are done stay</source>
        <translation>멈춥니다. 끝난 열은 남습니다</translation>
    </message>
    <message>
        <source>Ask in every chosen way, with one seed (Ctrl+Enter)</source>
        <translation>고른 모든 방식으로, 같은 시드로 묻습니다(Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>모델을 고르세요</translation>
    </message>
    <message>
        <source>Choose a way of prompting</source>
        <translation>프롬프트 방식을 고르세요</translation>
    </message>
    <message>
        <source>Models that are asked</source>
        <translation>질문할 모델</translation>
    </message>
    <message>
        <source>%1 (endpoint)</source>
        <translation>%1(엔드포인트)</translation>
    </message>
    <message>
        <source>%1 (loaded)</source>
        <translation>%1(불러옴)</translation>
    </message>
    <message>
        <source>No model is installed</source>
        <translation>설치된 모델이 없음</translation>
    </message>
    <message>
        <source>Export the comparison</source>
        <translation>비교 내보내기</translation>
    </message>
    <message>
        <source>comparison</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>Exported to %1</source>
        <translation>%1에 내보냈습니다</translation>
    </message>
    <message>
        <source>Compare ways of prompting</source>
        <translation>프롬프트 방식 비교</translation>
    </message>
    <message>
        <source>Stop comparing</source>
        <translation>비교 멈추기</translation>
    </message>
    <message>
        <source>Mark what differs from the first answer</source>
        <translation>첫 답과 다른 부분 표시</translation>
    </message>
    <message>
        <source>Export comparison as JSON…</source>
        <translation>비교를 JSON으로 내보내기…</translation>
    </message>
    <message>
        <source>Export comparison as CSV…</source>
        <translation>비교를 CSV로 내보내기…</translation>
    </message>
    <message>
        <source>Export comparison as Markdown…</source>
        <translation>비교를 Markdown으로 내보내기…</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>차이</translation>
    </message>
    <message>
        <source>Ways</source>
        <translation>방식</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>Write the comparison to a file</source>
        <translation>비교를 파일로 저장</translation>
    </message>
    <message>
        <source>Which models are asked; those that are not loaded are loaded one after the other</source>
        <translation>질문할 모델. 불러오지 않은 모델은 하나씩 차례로 불러옵니다</translation>
    </message>
    <message>
        <source>State of the comparison</source>
        <translation>비교 상태</translation>
    </message>
    <message>
        <source>One question, asked in several ways: choose them above and compare (Ctrl+Enter). The answers stand here side by side, and what differs is marked.</source>
        <translation>한 질문을 여러 방식으로 묻습니다. 위에서 방식을 고르고 비교하세요(Ctrl+Enter). 답이 여기 나란히 놓이고 다른 부분이 표시됩니다.</translation>
    </message>
    <message>
        <source>1 model</source>
        <translation>모델 1개</translation>
    </message>
    <message>
        <source>%1 models</source>
        <translation>모델 %1개</translation>
    </message>
</context>
<context>
    <name>fe::prompting::Comparison</name>
    <message>
        <source>Answer %1</source>
        <translation>답 %1</translation>
    </message>
    <message>
        <source>%1, 1 example</source>
        <translation>%1, 예시 1개</translation>
    </message>
    <message>
        <source>%1, %2 examples</source>
        <translation>%1, 예시 %2개</translation>
    </message>
</context>
<context>
    <name>fe::prompting::ComparisonRun</name>
    <message>
        <source>Load %1 for a comparison</source>
        <translation>비교할 %1 불러오기</translation>
    </message>
    <message>
        <source>The file is a program: open it once as the window&apos;s model, where you are asked whether you trust it.</source>
        <translation>이 파일은 프로그램입니다. 창의 모델로 한 번 열어 신뢰하는지 답해 주세요.</translation>
    </message>
    <message>
        <source>This model writes no text.</source>
        <translation>이 모델은 텍스트를 쓰지 않습니다.</translation>
    </message>
</context>
<context>
    <name>fe::prompting::EmptyState</name>
    <message>
        <source>Loading the model</source>
        <translation>모델을 불러오는 중</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>준비됨</translation>
    </message>
    <message>
        <source>Press Generate, or Ctrl+Enter. The answer streams in here; every token is tinted by the probability that the model gave it.</source>
        <translation>생성을 누르거나 Ctrl+Enter를 누르세요. 답변이 여기에 차례로 나타나고, 토큰마다 모델이 매긴 확률에 따라 색이 입혀집니다.</translation>
    </message>
    <message>
        <source>Loading %1…</source>
        <translation>%1 불러오는 중…</translation>
    </message>
    <message>
        <source>You can write your prompt meanwhile.</source>
        <translation>그동안 프롬프트를 쓸 수 있습니다.</translation>
    </message>
    <message>
        <source>No model yet</source>
        <translation>아직 모델이 없습니다</translation>
    </message>
    <message>
        <source>Open a model above, or drop a GGUF file or a model folder on the window. You can write your prompt meanwhile.</source>
        <translation>위에서 모델을 열거나 GGUF 파일 또는 모델 폴더를 창에 끌어다 놓으세요. 그동안 프롬프트를 쓸 수 있습니다.</translation>
    </message>
    <message>
        <source>A prompt needs a model that writes text</source>
        <translation>프롬프트에는 글을 쓰는 모델이 필요합니다</translation>
    </message>
    <message>
        <source>Choose a language model…</source>
        <translation>언어 모델 고르기…</translation>
    </message>
    <message>
        <source>Back to %1</source>
        <translation>%1(으)로 돌아가기</translation>
    </message>
</context>
<context>
    <name>fe::prompting::EndpointBook</name>
    <message>
        <source>Connect to %1</source>
        <translation>%1에 연결</translation>
    </message>
</context>
<context>
    <name>fe::prompting::EndpointForm</name>
    <message>
        <source>&amp;Name</source>
        <translation>이름(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>주소(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>모델(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Prompts are sent as</source>
        <translation>프롬프트를 보내는 방식(&amp;P)</translation>
    </message>
    <message>
        <source>the first that the server lists</source>
        <translation>서버 목록의 첫 번째</translation>
    </message>
    <message>
        <source>what fits the prompt</source>
        <translation>프롬프트에 맞는 것</translation>
    </message>
    <message>
        <source>chats</source>
        <translation>채팅</translation>
    </message>
    <message>
        <source>plain prompts</source>
        <translation>일반 프롬프트</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>from an environment variable</source>
        <translation>환경 변수에서</translation>
    </message>
    <message>
        <source>in the system&apos;s secret store</source>
        <translation>시스템의 비밀 저장소에</translation>
    </message>
    <message>
        <source>Name of the environment variable</source>
        <translation>환경 변수 이름</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>키</translation>
    </message>
    <message>
        <source>enter a new key</source>
        <translation>새 키 입력</translation>
    </message>
    <message>
        <source>&amp;Key</source>
        <translation>키(&amp;K)</translation>
    </message>
    <message>
        <source>the system&apos;s alone</source>
        <translation>시스템의 것만</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>찾아보기…</translation>
    </message>
    <message>
        <source>&amp;Certificate authorities</source>
        <translation>인증 기관(&amp;C)</translation>
    </message>
    <message>
        <source> s</source>
        <translation>초</translation>
    </message>
    <message>
        <source>for ever</source>
        <translation>계속</translation>
    </message>
    <message>
        <source>&amp;Wait for a sign of life</source>
        <translation>응답을 기다리는 시간(&amp;W)</translation>
    </message>
    <message>
        <source>Attempts a&amp;fter a failure</source>
        <translation>실패한 뒤 다시 시도하는 횟수(&amp;F)</translation>
    </message>
    <message>
        <source>Certificate authorities</source>
        <translation>인증 기관</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer);;All files (*)</source>
        <translation>인증서 (*.pem *.crt *.cer);;모든 파일 (*)</translation>
    </message>
</context>
<context>
    <name>fe::prompting::EndpointListModel</name>
    <message>
        <source>%1, in use</source>
        <translation>%1, 사용 중</translation>
    </message>
</context>
<context>
    <name>fe::prompting::EndpointText</name>
    <message>
        <source>alternatives: %1 at most</source>
        <translation>대안: 최대 %1개</translation>
    </message>
    <message>
        <source>models: %1</source>
        <translation>모델: %1개</translation>
    </message>
    <message>
        <source>The endpoint is not there, or has no such model</source>
        <translation>엔드포인트가 없거나 그런 모델이 없습니다</translation>
    </message>
    <message>
        <source>The endpoint does not answer</source>
        <translation>엔드포인트가 답하지 않습니다</translation>
    </message>
    <message>
        <source>The endpoint answers what cannot be understood</source>
        <translation>엔드포인트가 알아들을 수 없는 답을 보냅니다</translation>
    </message>
    <message>
        <source>The endpoint refuses this</source>
        <translation>엔드포인트가 거절합니다</translation>
    </message>
    <message>
        <source>The endpoint is busy, or this is too long for it</source>
        <translation>엔드포인트가 바쁘거나 내용이 너무 깁니다</translation>
    </message>
    <message>
        <source>The endpoint is not set up completely</source>
        <translation>엔드포인트 설정이 아직 끝나지 않았습니다</translation>
    </message>
    <message>
        <source>Not enough memory</source>
        <translation>메모리가 모자랍니다</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>취소됨</translation>
    </message>
    <message>
        <source>The program made a mistake</source>
        <translation>프로그램 내부 오류입니다</translation>
    </message>
    <message>
        <source>Check the address and the name of the model.</source>
        <translation>주소와 모델 이름을 확인하세요.</translation>
    </message>
    <message>
        <source>Check that the server runs, the address and the key, then try again.</source>
        <translation>서버가 돌고 있는지, 주소와 키가 맞는지 확인한 뒤 다시 시도하세요.</translation>
    </message>
    <message>
        <source>Check that the address is that of an OpenAI-compatible server.</source>
        <translation>주소가 OpenAI 호환 서버의 것인지 확인하세요.</translation>
    </message>
    <message>
        <source>Try again later, or with a shorter prompt.</source>
        <translation>나중에, 또는 더 짧은 프롬프트로 다시 시도하세요.</translation>
    </message>
    <message>
        <source>Change the setting that is named below.</source>
        <translation>아래에 적힌 설정을 바꾸세요.</translation>
    </message>
    <message>
        <source>available</source>
        <translation>가능</translation>
    </message>
    <message>
        <source>not available</source>
        <translation>불가능</translation>
    </message>
    <message>
        <source>any number of alternatives</source>
        <translation>대안 개수 제한 없음</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>채팅</translation>
    </message>
    <message>
        <source>Plain prompts</source>
        <translation>일반 프롬프트</translation>
    </message>
    <message>
        <source>Log-probabilities of chats</source>
        <translation>채팅의 로그 확률</translation>
    </message>
    <message>
        <source>Log-probabilities of plain prompts</source>
        <translation>일반 프롬프트의 로그 확률</translation>
    </message>
    <message>
        <source>Scores of given labels</source>
        <translation>주어진 레이블의 점수</translation>
    </message>
    <message>
        <source>The same seed, the same text</source>
        <translation>같은 시드, 같은 글</translation>
    </message>
    <message>
        <source>Token count of a prompt</source>
        <translation>프롬프트의 토큰 수</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>컨텍스트</translation>
    </message>
    <message>
        <source>An OpenAI-compatible server</source>
        <translation>OpenAI 호환 서버</translation>
    </message>
</context>
<context>
    <name>fe::prompting::EndpointsDialog</name>
    <message>
        <source>Endpoints</source>
        <translation>엔드포인트</translation>
    </message>
    <message>
        <source>An endpoint is a model that another program or machine runs:
llama-server, Ollama, vLLM, the OpenAI API.

Add one to prompt it from here.</source>
        <translation>엔드포인트는 다른 프로그램이나 컴퓨터가 돌리는 모델입니다:
llama-server, Ollama, vLLM, OpenAI API.

하나를 추가하면 여기서 프롬프트를 보낼 수 있습니다.</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>추가</translation>
    </message>
    <message>
        <source>Other server</source>
        <translation>다른 서버</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>지우기</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>연결 중</translation>
    </message>
    <message>
        <source>Use this endpoint</source>
        <translation>이 엔드포인트 사용</translation>
    </message>
    <message>
        <source>Use the model of the window</source>
        <translation>창의 모델 사용</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Test the connection</source>
        <translation>연결 시험</translation>
    </message>
    <message>
        <source>The key is in the secret store.</source>
        <translation>키가 비밀 저장소에 있습니다.</translation>
    </message>
    <message>
        <source>The secret store refuses the key: %1. Use an environment variable instead.</source>
        <translation>비밀 저장소가 키를 받지 않습니다: %1. 대신 환경 변수를 쓰세요.</translation>
    </message>
</context>
<context>
    <name>fe::prompting::ExamplePanel</name>
    <message>
        <source>of %1</source>
        <translation>/ %1</translation>
    </message>
    <message>
        <source>The examples have no column for {%1}.</source>
        <translation>예시에 {%1} 열이 없습니다.</translation>
    </message>
    <message>
        <source>Rename “%1”</source>
        <translation>“%1” 이름 바꾸기</translation>
    </message>
    <message>
        <source>Rename the column %1 to %2</source>
        <translation>%1 열의 이름을 %2(으)로 바꾸기</translation>
    </message>
    <message>
        <source>Add a row</source>
        <translation>행 추가</translation>
    </message>
    <message>
        <source>Remove rows</source>
        <translation>행 삭제</translation>
    </message>
    <message>
        <source>Clear cells</source>
        <translation>셀 비우기</translation>
    </message>
    <message>
        <source>Move a row</source>
        <translation>행 이동</translation>
    </message>
    <message>
        <source>Move rows</source>
        <translation>행 이동</translation>
    </message>
    <message>
        <source>Shuffle</source>
        <translation>섞기</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>붙여넣기</translation>
    </message>
    <message>
        <source>One column had no room on the right and was left out.</source>
        <translation>오른쪽에 자리가 없어 열 하나를 뺐습니다.</translation>
    </message>
    <message>
        <source>%1 columns had no room on the right and were left out.</source>
        <translation>오른쪽에 자리가 없어 열 %1개를 뺐습니다.</translation>
    </message>
    <message>
        <source>%1 rows were left out: there can be %2 examples at most.</source>
        <translation>행 %1개를 뺐습니다. 예시는 최대 %2개입니다.</translation>
    </message>
    <message>
        <source>Add a column</source>
        <translation>열 추가</translation>
    </message>
    <message>
        <source>Name of the column:</source>
        <translation>열 이름:</translation>
    </message>
    <message>
        <source>Rename the column</source>
        <translation>열 이름 바꾸기</translation>
    </message>
    <message>
        <source>New name of %1:</source>
        <translation>%1의 새 이름:</translation>
    </message>
    <message>
        <source>Remove the column</source>
        <translation>열 삭제</translation>
    </message>
    <message>
        <source>Import examples</source>
        <translation>예시 가져오기</translation>
    </message>
    <message>
        <source>Tables (*.csv *.tsv *.jsonl *.ndjson);;All files (*)</source>
        <translation>표(*.csv *.tsv *.jsonl *.ndjson);;모든 파일(*)</translation>
    </message>
    <message>
        <source>Read %1</source>
        <translation>%1 읽기</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>가져오기</translation>
    </message>
    <message>
        <source>%1: %2 examples were read.</source>
        <translation>%1: 예시 %2개를 읽었습니다.</translation>
    </message>
    <message>
        <source>%1 rows of the file could not be taken; the details list them.</source>
        <translation>파일의 행 %1개를 읽지 못했습니다. 자세한 내용에 목록이 있습니다.</translation>
    </message>
    <message>
        <source>Export examples</source>
        <translation>예시 내보내기</translation>
    </message>
    <message>
        <source>examples</source>
        <translation>예시</translation>
    </message>
    <message>
        <source>Write %1</source>
        <translation>%1 쓰기</translation>
    </message>
    <message>
        <source>Exported to %1</source>
        <translation>%1에 내보냈습니다</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>예제</translation>
    </message>
    <message>
        <source>shots</source>
        <translation>예시 수</translation>
    </message>
    <message>
        <source>Shots: the first so many examples go into the prompt</source>
        <translation>샷: 앞에서부터 이만큼의 예시가 프롬프트에 들어갑니다</translation>
    </message>
    <message>
        <source>Shots</source>
        <translation>예시 수</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>되돌리기</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>다시 실행</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Paste cells</source>
        <translation>셀 붙여넣기</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>추가</translation>
    </message>
    <message>
        <source>Add an example (Insert)</source>
        <translation>예시 추가 (Insert)</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>위로</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>아래로</translation>
    </message>
    <message>
        <source>Put the examples into the order of this seed: the same seed always gives the same order</source>
        <translation>예시를 이 시드의 순서로 섞습니다. 같은 시드는 항상 같은 순서를 만듭니다</translation>
    </message>
    <message>
        <source>Seed of the shuffle</source>
        <translation>섞기 시드</translation>
    </message>
    <message>
        <source>Add a column…</source>
        <translation>열 추가…</translation>
    </message>
    <message>
        <source>Rename the column…</source>
        <translation>열 이름 바꾸기…</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>가져오기…</translation>
    </message>
    <message>
        <source>Read examples from a CSV, TSV or JSON Lines file</source>
        <translation>CSV, TSV 또는 JSON Lines 파일에서 예시를 읽습니다</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>내보내기…</translation>
    </message>
    <message>
        <source>More for the examples</source>
        <translation>예시 더 보기</translation>
    </message>
    <message>
        <source>Add the column</source>
        <translation>열 추가</translation>
    </message>
</context>
<context>
    <name>fe::prompting::ExampleTableModel</name>
    <message>
        <source>in the prompt</source>
        <translation>프롬프트에 포함됨</translation>
    </message>
    <message>
        <source>not in the prompt</source>
        <translation>프롬프트에 없음</translation>
    </message>
    <message>
        <source>Drag to move the row</source>
        <translation>끌어서 행을 옮깁니다</translation>
    </message>
    <message>
        <source>Not a field of the pattern: kept, but not in the prompt</source>
        <translation>패턴의 필드가 아닙니다. 보관되지만 프롬프트에는 들어가지 않습니다</translation>
    </message>
    <message>
        <source>Edit a cell</source>
        <translation>셀 편집</translation>
    </message>
</context>
<context>
    <name>fe::prompting::FreePage</name>
    <message>
        <source>Text to continue</source>
        <translation>이어 쓸 텍스트</translation>
    </message>
    <message>
        <source>Write the beginning of a text; the model continues it.</source>
        <translation>글의 첫머리를 쓰면 모델이 이어 씁니다.</translation>
    </message>
</context>
<context>
    <name>fe::prompting::HistoryModel</name>
    <message>
        <source>Answer</source>
        <translation>답</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>Sweep</source>
        <translation>스윕</translation>
    </message>
    <message>
        <source>%1, unfinished</source>
        <translation>%1, 끝나지 않음</translation>
    </message>
    <message>
        <source>When</source>
        <translation>시각</translation>
    </message>
    <message>
        <source>What</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>물은 것</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>결과</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
</context>
<context>
    <name>fe::prompting::HistoryPage</name>
    <message>
        <source>Reading the history…</source>
        <translation>기록을 읽는 중…</translation>
    </message>
    <message>
        <source>Nothing was run yet. Every answer, comparison and sweep is kept here, to be found, opened and run again.</source>
        <translation>아직 실행한 것이 없습니다. 모든 답, 비교, 스윕이 여기에 남아 다시 찾고 열고 실행할 수 있습니다.</translation>
    </message>
    <message>
        <source>No run holds these words.</source>
        <translation>이 낱말이 들어 있는 실행이 없습니다.</translation>
    </message>
    <message>
        <source>Export a run</source>
        <translation>실행 내보내기</translation>
    </message>
    <message>
        <source>run.json</source>
        <translation>run.json</translation>
    </message>
    <message>
        <source>Exported to %1</source>
        <translation>%1에 내보냈습니다</translation>
    </message>
    <message>
        <source>Delete runs</source>
        <translation>실행 삭제</translation>
    </message>
    <message>
        <source>The old history is now %1</source>
        <translation>이전 기록은 이제 %1에 있습니다</translation>
    </message>
    <message>
        <source>Search prompts, answers and models</source>
        <translation>프롬프트, 답, 모델 검색</translation>
    </message>
    <message>
        <source>Kind of run</source>
        <translation>실행 종류</translation>
    </message>
    <message>
        <source>All runs</source>
        <translation>모든 실행</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>답</translation>
    </message>
    <message>
        <source>Comparisons</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>Sweeps</source>
        <translation>스윕</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>The run that is chosen</source>
        <translation>고른 실행</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>열기</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>다시 실행</translation>
    </message>
    <message>
        <source>With the same settings and seed: the same tokens</source>
        <translation>같은 설정과 시드로 실행합니다. 같은 토큰이 나옵니다</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>Choose two to six answers to see them side by side</source>
        <translation>답을 둘에서 여섯까지 골라 나란히 봅니다</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>내보내기…</translation>
    </message>
    <message>
        <source>Everything about the run, as JSON</source>
        <translation>실행의 모든 것을 JSON으로</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>삭제</translation>
    </message>
    <message>
        <source>Move it away and begin a new history</source>
        <translation>옮겨 두고 새 기록을 시작</translation>
    </message>
    <message>
        <source>Delete this run from the history? This cannot be undone.</source>
        <translation>이 실행을 기록에서 삭제할까요? 되돌릴 수 없습니다.</translation>
    </message>
    <message>
        <source>Delete %1 runs from the history? This cannot be undone.</source>
        <translation>실행 %1개를 기록에서 삭제할까요? 되돌릴 수 없습니다.</translation>
    </message>
</context>
<context>
    <name>fe::prompting::ImportDialog</name>
    <message>
        <source>Import examples</source>
        <translation>예시 가져오기</translation>
    </message>
    <message>
        <source>%1 names its columns differently than the pattern its fields. Which column gives which field?</source>
        <translation>%1의 열 이름이 패턴의 필드 이름과 다릅니다. 각 필드에 어느 열을 쓸까요?</translation>
    </message>
    <message>
        <source>Column for %1</source>
        <translation>%1에 쓸 열</translation>
    </message>
    <message>
        <source>The first line is an example, not the names of the columns</source>
        <translation>첫 줄은 열 이름이 아니라 예시입니다</translation>
    </message>
    <message>
        <source>Keep the examples that are there and add these</source>
        <translation>지금 있는 예시를 두고 뒤에 추가합니다</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>가져오기</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>(leave empty)</source>
        <translation>(비워 두기)</translation>
    </message>
    <message>
        <source>column %1</source>
        <translation>%1번째 열</translation>
    </message>
</context>
<context>
    <name>fe::prompting::LogitBiasModel</name>
    <message>
        <source>add a token…</source>
        <translation>토큰 추가…</translation>
    </message>
    <message>
        <source>never</source>
        <translation>금지</translation>
    </message>
    <message>
        <source>This is not one token of the model. Write a single token, with its leading space, or # and its number.</source>
        <translation>이 모델의 토큰 하나가 아닙니다. 앞의 공백까지 포함해 토큰 하나를 쓰거나, #과 토큰 번호를 쓰세요.</translation>
    </message>
    <message>
        <source>token %1</source>
        <translation>토큰 %1</translation>
    </message>
    <message>
        <source>token</source>
        <translation>토큰</translation>
    </message>
    <message>
        <source>bias</source>
        <translation>편향</translation>
    </message>
</context>
<context>
    <name>fe::prompting::MessageCard</name>
    <message>
        <source>You</source>
        <translation>나</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>System</source>
        <translation>시스템</translation>
    </message>
    <message>
        <source>%1 · stopped</source>
        <translation>%1 · 중지됨</translation>
    </message>
    <message>
        <source>Message from %1</source>
        <translation>%1의 메시지</translation>
    </message>
    <message>
        <source>Edit this message</source>
        <translation>이 메시지 편집</translation>
    </message>
    <message>
        <source>Answer again from here</source>
        <translation>여기서부터 다시 답하기</translation>
    </message>
    <message>
        <source>Delete this message</source>
        <translation>이 메시지 삭제</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>저장</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Text of the message</source>
        <translation>메시지 내용</translation>
    </message>
</context>
<context>
    <name>fe::prompting::ModelButton</name>
    <message>
        <source>This machine: %1</source>
        <translation>이 컴퓨터: %1</translation>
    </message>
    <message>
        <source>This machine</source>
        <translation>이 컴퓨터</translation>
    </message>
    <message>
        <source>Endpoints…</source>
        <translation>엔드포인트…</translation>
    </message>
    <message>
        <source>Connecting to %1…</source>
        <translation>%1에 연결하는 중…</translation>
    </message>
    <message>
        <source>Prompts run at %1</source>
        <translation>프롬프트를 %1에서 실행합니다</translation>
    </message>
    <message>
        <source>Prompts run on this machine; an OpenAI-compatible endpoint can be chosen instead</source>
        <translation>프롬프트를 이 컴퓨터에서 실행합니다. 대신 OpenAI 호환 엔드포인트를 고를 수 있습니다</translation>
    </message>
    <message>
        <source>What prompts run on: %1</source>
        <translation>프롬프트를 실행하는 곳: %1</translation>
    </message>
</context>
<context>
    <name>fe::prompting::Modes</name>
    <message>
        <source>Free text</source>
        <translation>자유 텍스트</translation>
    </message>
    <message>
        <source>The model continues the text exactly as you write it</source>
        <translation>쓴 그대로의 텍스트를 모델이 이어 씁니다</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>대화</translation>
    </message>
    <message>
        <source>A conversation, laid out by the chat template that the model was tuned with</source>
        <translation>모델을 조정할 때 쓴 대화 템플릿에 맞춰 구성되는 대화</translation>
    </message>
    <message>
        <source>Few-shot</source>
        <translation>퓨샷</translation>
    </message>
    <message>
        <source>Examples of a task, then the question: the model learns from the prompt alone</source>
        <translation>과제의 예시 다음에 질문을 둡니다. 모델은 프롬프트만으로 배웁니다</translation>
    </message>
    <message>
        <source>Chain of thought</source>
        <translation>생각의 사슬</translation>
    </message>
    <message>
        <source>The model writes down its steps before it answers</source>
        <translation>모델이 답하기 전에 단계를 적습니다</translation>
    </message>
</context>
<context>
    <name>fe::prompting::OtherModelNote</name>
    <message>
        <source>Got it</source>
        <translation>알겠습니다</translation>
    </message>
    <message>
        <source>Prompts go on with %1.</source>
        <translation>프롬프트는 계속 %1에서 실행됩니다.</translation>
    </message>
</context>
<context>
    <name>fe::prompting::Pages</name>
    <message>
        <source>Compare</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>One question asked in several ways, or of several models</source>
        <translation>한 질문을 여러 방식으로, 또는 여러 모델에 묻습니다</translation>
    </message>
    <message>
        <source>Sweep</source>
        <translation>스윕</translation>
    </message>
    <message>
        <source>Accuracy over a data set by the number of examples, seeds and models</source>
        <translation>예시 수, 시드, 모델에 따른 데이터 세트 정확도</translation>
    </message>
    <message>
        <source>History</source>
        <translation>기록</translation>
    </message>
    <message>
        <source>Everything that was run, to find it again</source>
        <translation>실행한 모든 것을 다시 찾습니다</translation>
    </message>
</context>
<context>
    <name>fe::prompting::PatternPage</name>
    <message>
        <source>Instruction</source>
        <translation>지시문</translation>
    </message>
    <message>
        <source>What to do, in a sentence (optional)</source>
        <translation>할 일을 한 문장으로 (선택 사항)</translation>
    </message>
    <message>
        <source>Tasks…</source>
        <translation>과제…</translation>
    </message>
    <message>
        <source>Classic demonstrations, ready to run</source>
        <translation>바로 실행할 수 있는 대표 과제</translation>
    </message>
    <message>
        <source>Pattern</source>
        <translation>패턴</translation>
    </message>
    <message>
        <source>What an example looks like; a name in braces is a field, a column of the table. Write {{ for a brace.</source>
        <translation>예시의 모양입니다. 중괄호 안의 이름은 필드, 곧 표의 열입니다. 중괄호 자체는 {{로 씁니다.</translation>
    </message>
    <message>
        <source>Answer field</source>
        <translation>답 필드</translation>
    </message>
    <message>
        <source>The field that the model fills; the prompt ends before it</source>
        <translation>모델이 채우는 필드입니다. 프롬프트는 그 앞에서 끝납니다</translation>
    </message>
    <message>
        <source>Prompt builder</source>
        <translation>프롬프트 작성기</translation>
    </message>
</context>
<context>
    <name>fe::prompting::PatternProblem</name>
    <message>
        <source>the brace { is never closed</source>
        <translation>중괄호 {가 닫히지 않았습니다</translation>
    </message>
    <message>
        <source>the brace } closes nothing</source>
        <translation>중괄호 }에 짝이 없습니다</translation>
    </message>
    <message>
        <source>a field&apos;s name holds no braces, quotes and line breaks</source>
        <translation>필드 이름에는 중괄호, 따옴표, 줄 바꿈을 쓸 수 없습니다</translation>
    </message>
    <message>
        <source>the field {} has no name</source>
        <translation>필드 {}에 이름이 없습니다</translation>
    </message>
    <message>
        <source>write a column&apos;s name inside</source>
        <translation>안에 열 이름을 쓰세요</translation>
    </message>
    <message>
        <source>write {{ or }} for a brace of the text itself</source>
        <translation>글 자체의 중괄호는 {{ 또는 }}로 쓰세요</translation>
    </message>
    <message>
        <source>Line %1, column %2: %3</source>
        <translation>%1번째 줄 %2번째 글자: %3</translation>
    </message>
</context>
<context>
    <name>fe::prompting::PreviewPanel</name>
    <message>
        <source>token %1 of the prompt, id %2</source>
        <translation>프롬프트의 %1번째 토큰, ID %2</translation>
    </message>
    <message>
        <source>The tokens appear here as soon as a model is loaded.</source>
        <translation>모델을 불러오면 여기에 토큰이 나타납니다.</translation>
    </message>
    <message>
        <source>Tokenise the prompt</source>
        <translation>프롬프트 토큰화</translation>
    </message>
    <message>
        <source>Write something to see it as the model reads it.</source>
        <translation>글을 쓰면 모델이 읽는 모습 그대로 보여 줍니다.</translation>
    </message>
    <message>
        <source>Exact prompt</source>
        <translation>실제 프롬프트</translation>
    </message>
    <message>
        <source>What is sent to the model, token by token; special tokens are framed</source>
        <translation>모델에 전달되는 내용을 토큰별로 보여 줍니다. 특수 토큰에는 테두리가 있습니다</translation>
    </message>
    <message>
        <source>Exact prompt, token by token</source>
        <translation>토큰별로 나눈 실제 프롬프트</translation>
    </message>
    <message>
        <source>%1 · %2 % of %3</source>
        <translation>%1 · %3의 %2%</translation>
    </message>
    <message>
        <source>instruction</source>
        <translation>지시문</translation>
    </message>
    <message>
        <source>examples</source>
        <translation>예시</translation>
    </message>
    <message>
        <source>query</source>
        <translation>질의</translation>
    </message>
    <message>
        <source>%1 lays messages out and splits them into tokens by itself. It is sent this:</source>
        <translation>%1은(는) 메시지의 배치와 토큰 나누기를 스스로 합니다. 보내는 내용:</translation>
    </message>
    <message>
        <source>%1 splits texts into tokens by itself. It is sent this:</source>
        <translation>%1은(는) 텍스트를 스스로 토큰으로 나눕니다. 보내는 내용:</translation>
    </message>
</context>
<context>
    <name>fe::prompting::PromptRun</name>
    <message>
        <source>Generate with %1</source>
        <translation>%1로 생성</translation>
    </message>
    <message>
        <source>Generate with %1 (%2 of %3)</source>
        <translation>%1(으)로 생성 (%3개 중 %2번째)</translation>
    </message>
</context>
<context>
    <name>fe::prompting::PromptTab</name>
    <message>
        <source>Generate</source>
        <translation>생성</translation>
    </message>
    <message>
        <source>Stop generating</source>
        <translation>생성 중지</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>새 대화</translation>
    </message>
    <message>
        <source>Copy answer</source>
        <translation>답변 복사</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Tint tokens by probability</source>
        <translation>확률에 따라 토큰에 색 입히기</translation>
    </message>
    <message>
        <source>Show the exact prompt</source>
        <translation>실제 프롬프트 보기</translation>
    </message>
    <message>
        <source>Show sampling settings</source>
        <translation>샘플링 설정 보기</translation>
    </message>
    <message>
        <source>Save sampling preset…</source>
        <translation>샘플링 프리셋 저장…</translation>
    </message>
    <message>
        <source>Export run as JSON…</source>
        <translation>실행 결과를 JSON으로 내보내기…</translation>
    </message>
    <message>
        <source>Export tokens as CSV…</source>
        <translation>토큰을 CSV로 내보내기…</translation>
    </message>
    <message>
        <source>Export answer as text…</source>
        <translation>답변을 텍스트로 내보내기…</translation>
    </message>
    <message>
        <source>Export run as Markdown…</source>
        <translation>실행 결과를 Markdown으로 내보내기…</translation>
    </message>
    <message>
        <source>Tint</source>
        <translation>색</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>미리보기</translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation>샘플링</translation>
    </message>
    <message>
        <source>Prompt mode: %1</source>
        <translation>프롬프트 방식: %1</translation>
    </message>
    <message>
        <source>Sampling preset: %1</source>
        <translation>샘플링 프리셋: %1</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>answer</source>
        <translation>답변</translation>
    </message>
    <message>
        <source>Exported to %1</source>
        <translation>%1에 내보냈습니다</translation>
    </message>
    <message>
        <source>%1 tokens/s</source>
        <translation>%1토큰/초</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>Stop generating (Esc); what came so far stays</source>
        <translation>생성을 중지합니다(Esc). 지금까지 나온 것은 남습니다</translation>
    </message>
    <message>
        <source>No model is loaded yet</source>
        <translation>아직 불러온 모델이 없습니다</translation>
    </message>
    <message>
        <source>Run the prompt (Ctrl+Enter)</source>
        <translation>프롬프트 실행(Ctrl+Enter)</translation>
    </message>
    <message>
        <source>This model cannot run this kind of prompt</source>
        <translation>이 모델은 이런 프롬프트를 실행할 수 없습니다</translation>
    </message>
    <message>
        <source>Checksum of %1</source>
        <translation>%1 체크섬 계산</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>프롬프트</translation>
    </message>
    <message>
        <source>Prompt %1</source>
        <translation>프롬프트 %1</translation>
    </message>
    <message>
        <source>The prompt does not fit the model&apos;s context. Shorten it.</source>
        <translation>프롬프트가 모델의 컨텍스트보다 깁니다. 줄여 주세요.</translation>
    </message>
    <message>
        <source>Kind of prompt</source>
        <translation>프롬프트 방식</translation>
    </message>
    <message>
        <source>Look inside: the attention of this text and answer</source>
        <translation>들여다보기: 이 텍스트와 답의 어텐션</translation>
    </message>
    <message>
        <source>Look inside</source>
        <translation>들여다보기</translation>
    </message>
    <message>
        <source>Generate an answer first: its text is then looked into.</source>
        <translation>먼저 답을 생성하세요. 그러면 그 텍스트를 들여다봅니다.</translation>
    </message>
    <message>
        <source>Endpoints…</source>
        <translation>엔드포인트…</translation>
    </message>
    <message>
        <source>Prompt page: %1</source>
        <translation>프롬프트 쪽: %1</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>답</translation>
    </message>
    <message>
        <source>While an answer is being written nothing branches.</source>
        <translation>답을 쓰는 동안에는 가지를 칠 수 없습니다.</translation>
    </message>
    <message>
        <source>%1 wrote this answer: choose it to branch from here.</source>
        <translation>%1이(가) 이 답을 썼습니다. 여기서 갈라지려면 그것을 고르세요.</translation>
    </message>
    <message>
        <source>This endpoint answers messages and cannot go on with a text.</source>
        <translation>이 엔드포인트는 메시지에만 답하며 글을 이어 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>Open the model that wrote this answer to branch from it.</source>
        <translation>가지를 치려면 이 답을 쓴 모델을 여세요.</translation>
    </message>
    <message>
        <source>%1 wrote this answer: open it to branch from here.</source>
        <translation>이 답은 %1이(가) 썼습니다. 여기서 가지를 치려면 그 모델을 여세요.</translation>
    </message>
    <message>
        <source>Export samples and branches</source>
        <translation>샘플과 가지 내보내기</translation>
    </message>
    <message>
        <source>answers</source>
        <translation>답</translation>
    </message>
    <message>
        <source>The run could not be kept in the history: %1</source>
        <translation>실행을 기록에 남기지 못했습니다: %1</translation>
    </message>
    <message>
        <source>What the model writes, token by token</source>
        <translation>모델이 쓰는 것을 토큰마다 봅니다</translation>
    </message>
    <message>
        <source>Page of the Prompt tab</source>
        <translation>프롬프트 탭의 쪽</translation>
    </message>
</context>
<context>
    <name>fe::prompting::QueryForm</name>
    <message>
        <source>Query</source>
        <translation>질의</translation>
    </message>
    <message>
        <source>Query: %1</source>
        <translation>질의: %1</translation>
    </message>
</context>
<context>
    <name>fe::prompting::ReplacedNote</name>
    <message>
        <source>This took the place of your prompt.</source>
        <translation>작성하던 프롬프트를 대신했습니다.</translation>
    </message>
    <message>
        <source>Back to yours</source>
        <translation>되돌리기</translation>
    </message>
    <message>
        <source>Back to your prompt</source>
        <translation>작성하던 프롬프트로 돌아가기</translation>
    </message>
    <message>
        <source>Bring back the prompt that stood here before</source>
        <translation>여기에 있던 프롬프트를 다시 가져옵니다</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>이 메시지 닫기</translation>
    </message>
</context>
<context>
    <name>fe::prompting::RuleEditor</name>
    <message>
        <source>Labels, with commas between them</source>
        <translation>쉼표로 나눈 레이블</translation>
    </message>
    <message>
        <source>Regular expression of the answer</source>
        <translation>답을 찾는 정규식</translation>
    </message>
    <message>
        <source>positive, negative</source>
        <translation>긍정, 부정</translation>
    </message>
    <message>
        <source>The label that comes first in the text is the answer</source>
        <translation>텍스트에서 가장 먼저 나오는 레이블이 답입니다</translation>
    </message>
    <message>
        <source>Its first group is the answer, or all that it matches; the last match counts</source>
        <translation>첫 번째 그룹(없으면 일치한 전체)이 답이며, 마지막으로 일치한 것을 씁니다</translation>
    </message>
    <message>
        <source>an empty expression takes nothing</source>
        <translation>빈 정규식은 아무것도 찾지 못합니다</translation>
    </message>
    <message>
        <source>Whole answer</source>
        <translation>답 전체</translation>
    </message>
    <message>
        <source>First line</source>
        <translation>첫 줄</translation>
    </message>
    <message>
        <source>Last number</source>
        <translation>마지막 숫자</translation>
    </message>
    <message>
        <source>One of the labels</source>
        <translation>레이블 중 하나</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>정규식</translation>
    </message>
    <message>
        <source>What counts as the answer</source>
        <translation>무엇을 답으로 볼지</translation>
    </message>
    <message>
        <source>How the answer is taken out of what the model writes</source>
        <translation>모델이 쓴 글에서 답을 꺼내는 방법</translation>
    </message>
    <message>
        <source>What is wrong with the rule</source>
        <translation>규칙의 문제</translation>
    </message>
</context>
<context>
    <name>fe::prompting::RunStore</name>
    <message>
        <source>History</source>
        <translation>기록</translation>
    </message>
</context>
<context>
    <name>fe::prompting::SamplesCard</name>
    <message>
        <source>Samples and branches</source>
        <translation>샘플과 가지</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 중 %1</translation>
    </message>
    <message>
        <source>Tree</source>
        <translation>트리</translation>
    </message>
    <message>
        <source>Every sample and what branched from it</source>
        <translation>모든 샘플과 거기서 나온 가지</translation>
    </message>
    <message>
        <source>Vote</source>
        <translation>투표</translation>
    </message>
    <message>
        <source>Which answer the samples agree on (self-consistency, Wang et al. 2022)</source>
        <translation>샘플들이 일치하는 답(자기 일관성, Wang 외 2022)</translation>
    </message>
    <message>
        <source>View of the samples</source>
        <translation>샘플 보기 방식</translation>
    </message>
    <message>
        <source>Samples that have ended</source>
        <translation>끝난 샘플</translation>
    </message>
    <message>
        <source>Set &quot;Samples&quot; above 1 in the sampling settings, or click an alternative of a token: all answers are gathered here.</source>
        <translation>샘플링 설정에서 &quot;샘플 수&quot;를 2 이상으로 하거나 토큰의 다른 후보를 클릭하면 모든 답이 여기에 모입니다.</translation>
    </message>
    <message>
        <source>Compare the selected answers</source>
        <translation>선택한 답 비교</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>Select two to six answers to see them side by side</source>
        <translation>나란히 보려면 답을 2개에서 6개 선택하세요</translation>
    </message>
    <message>
        <source>Remove the selected answers and their branches</source>
        <translation>선택한 답과 그 가지 지우기</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>지우기</translation>
    </message>
    <message>
        <source>Remove the selected answers and what branched from them (Del); one sample stays</source>
        <translation>선택한 답과 거기서 나온 가지를 지웁니다(Del). 샘플 하나는 남습니다</translation>
    </message>
    <message>
        <source>Export samples and branches as JSON…</source>
        <translation>샘플과 가지를 JSON으로 내보내기…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>내보내기…</translation>
    </message>
    <message>
        <source>All samples and branches with everything they depended on, as JSON</source>
        <translation>모든 샘플과 가지를, 그에 쓰인 모든 것과 함께 JSON으로</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>되돌리기</translation>
    </message>
    <message>
        <source>Bring the removed answers back</source>
        <translation>지운 답 되살리기</translation>
    </message>
    <message>
        <source>1 answer removed</source>
        <translation>답 1개를 지웠습니다</translation>
    </message>
    <message>
        <source>%1 answers removed</source>
        <translation>답 %1개를 지웠습니다</translation>
    </message>
</context>
<context>
    <name>fe::prompting::SamplingPanel</name>
    <message>
        <source>Your own</source>
        <translation>직접 설정</translation>
    </message>
    <message>
        <source>Save preset</source>
        <translation>프리셋 저장</translation>
    </message>
    <message>
        <source>Name of the preset:</source>
        <translation>프리셋 이름:</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>프리셋</translation>
    </message>
    <message>
        <source>Sampling preset</source>
        <translation>샘플링 프리셋</translation>
    </message>
    <message>
        <source>Save these values as a preset</source>
        <translation>이 값을 프리셋으로 저장</translation>
    </message>
    <message>
        <source>Delete this preset</source>
        <translation>이 프리셋 삭제</translation>
    </message>
    <message>
        <source>Choice of the next token</source>
        <translation>다음 토큰 고르기</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>Max. tokens</source>
        <translation>최대 토큰 수</translation>
    </message>
    <message>
        <source>The answer ends after this many tokens at the latest</source>
        <translation>늦어도 이만큼의 토큰 뒤에는 답변이 끝납니다</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>Start of the random numbers: the same seed gives the same answer on the same machine</source>
        <translation>난수의 시작값입니다. 같은 컴퓨터에서 같은 시드는 같은 답변을 냅니다</translation>
    </message>
    <message>
        <source>New seed each run</source>
        <translation>실행할 때마다 새 시드</translation>
    </message>
    <message>
        <source>Stop strings, one a line</source>
        <translation>중지 문자열(한 줄에 하나)</translation>
    </message>
    <message>
        <source>for example \n\n</source>
        <translation>예: \n\n</translation>
    </message>
    <message>
        <source>The answer ends before the first of these; \n stands for a line break</source>
        <translation>이 가운데 하나가 처음 나오면 그 앞에서 답변이 끝납니다. \n은 줄바꿈입니다</translation>
    </message>
    <message>
        <source>Logit bias</source>
        <translation>로짓 편향</translation>
    </message>
    <message>
        <source>Added to the score of a token before the draw: above 0 makes it likelier, below 0 rarer; &quot;never&quot; bans it</source>
        <translation>뽑기 전에 토큰 점수에 더하는 값입니다. 0보다 크면 더 자주, 작으면 더 드물게 나오고 “금지”는 아예 막습니다</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>샘플 수</translation>
    </message>
    <message>
        <source>So many answers to one prompt, each with the next seed; they vote on the answer (self-consistency, Wang et al. 2022, arXiv:2203.11171)</source>
        <translation>한 프롬프트에 대한 답의 수. 각각 다음 시드를 쓰며, 답을 투표로 정합니다(자기 일관성, Wang 외 2022, arXiv:2203.11171)</translation>
    </message>
    <message>
        <source>At temperature 0 all samples will be the same.</source>
        <translation>온도가 0이면 모든 샘플이 같습니다.</translation>
    </message>
</context>
<context>
    <name>fe::prompting::SamplingPresets</name>
    <message>
        <source>Greedy</source>
        <translation>탐욕</translation>
    </message>
    <message>
        <source>Always the likeliest token: the same text every time</source>
        <translation>언제나 가장 확률이 높은 토큰을 고르므로 매번 같은 글이 나옵니다</translation>
    </message>
    <message>
        <source>Precise</source>
        <translation>정확</translation>
    </message>
    <message>
        <source>Stays close to the likeliest tokens: facts, code, extraction</source>
        <translation>확률이 높은 토큰에 가깝게 머뭅니다. 사실, 코드, 정보 추출에 알맞습니다</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>균형</translation>
    </message>
    <message>
        <source>Some variety: conversation, explanations</source>
        <translation>어느 정도 다양합니다. 대화와 설명에 알맞습니다</translation>
    </message>
    <message>
        <source>Creative</source>
        <translation>창의</translation>
    </message>
    <message>
        <source>Much variety, the unlikely tail cut off: stories, ideas</source>
        <translation>매우 다양하되 확률이 아주 낮은 토큰은 잘라 냅니다. 이야기와 아이디어에 알맞습니다</translation>
    </message>
</context>
<context>
    <name>fe::prompting::SamplingRows</name>
    <message>
        <source>Temperature</source>
        <translation>온도</translation>
    </message>
    <message>
        <source>Divides the scores before the draw: 0 always takes the likeliest token, 1 keeps the model&apos;s own distribution, more makes it flatter</source>
        <translation>뽑기 전에 점수를 나누는 값입니다. 0이면 언제나 가장 확률이 높은 토큰을 고르고, 1이면 모델의 분포 그대로이며, 클수록 분포가 평평해집니다</translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation>Top-k</translation>
    </message>
    <message>
        <source>Draws from the k likeliest tokens only; 0 keeps all</source>
        <translation>확률이 가장 높은 k개 토큰에서만 뽑습니다. 0이면 모두 남깁니다</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <source>Draws from the smallest set of tokens whose probabilities reach p (nucleus sampling, Holtzman et al. 2019, arXiv:1904.09751); 1 keeps all</source>
        <translation>확률의 합이 p에 이르는 가장 작은 토큰 집합에서 뽑습니다(뉴클리어스 샘플링, Holtzman 외 2019, arXiv:1904.09751). 1이면 모두 남깁니다</translation>
    </message>
    <message>
        <source>Min-p</source>
        <translation>Min-p</translation>
    </message>
    <message>
        <source>Drops tokens less likely than this share of the likeliest one (Nguyen et al. 2024, arXiv:2407.01082); 0 keeps all</source>
        <translation>가장 확률이 높은 토큰에 이 비율을 곱한 값보다 확률이 낮은 토큰을 버립니다(Nguyen 외 2024, arXiv:2407.01082). 0이면 모두 남깁니다</translation>
    </message>
    <message>
        <source>Typical</source>
        <translation>Typical</translation>
    </message>
    <message>
        <source>Prefers tokens whose surprise is close to the expected one (locally typical sampling, Meister et al. 2022, arXiv:2202.00666); 1 keeps all</source>
        <translation>놀라움이 기댓값에 가까운 토큰을 남깁니다(국소 전형 샘플링, Meister 외 2022, arXiv:2202.00666). 1이면 모두 남깁니다</translation>
    </message>
    <message>
        <source>Repetition penalty</source>
        <translation>반복 페널티</translation>
    </message>
    <message>
        <source>Makes tokens that already occurred, in the prompt too, less likely (Keskar et al. 2019, arXiv:1909.05858); 1 is off</source>
        <translation>프롬프트를 포함해 이미 나온 토큰의 확률을 낮춥니다(Keskar 외 2019, arXiv:1909.05858). 1이면 끕니다</translation>
    </message>
    <message>
        <source>Frequency penalty</source>
        <translation>빈도 페널티</translation>
    </message>
    <message>
        <source>Subtracted from a token&apos;s score once for each time it was generated; 0 is off</source>
        <translation>토큰이 생성된 횟수만큼 점수에서 뺍니다. 0이면 끕니다</translation>
    </message>
    <message>
        <source>Presence penalty</source>
        <translation>존재 페널티</translation>
    </message>
    <message>
        <source>Subtracted from a token&apos;s score once if it was generated at all; 0 is off</source>
        <translation>토큰이 한 번이라도 생성되었으면 점수에서 한 번 뺍니다. 0이면 끕니다</translation>
    </message>
</context>
<context>
    <name>fe::prompting::SweepDocument</name>
    <message>
        <source>%1 of %2 prompts</source>
        <translation>프롬프트 %2개 중 %1개</translation>
    </message>
    <message>
        <source>best %1 %, %2-shot, %3</source>
        <translation>최고 %1 %, 예시 %2개, %3</translation>
    </message>
    <message>
        <source>sum</source>
        <translation>합</translation>
    </message>
    <message>
        <source>per token</source>
        <translation>토큰당</translation>
    </message>
    <message>
        <source>per byte</source>
        <translation>바이트당</translation>
    </message>
    <message>
        <source>calibrated</source>
        <translation>보정</translation>
    </message>
    <message>
        <source>generated</source>
        <translation>생성</translation>
    </message>
    <message>
        <source>examples of the builder</source>
        <translation>작성기의 예시</translation>
    </message>
    <message>
        <source>%1 · shots %2 · seeds: %3</source>
        <translation>%1 · 예시 수 %2 · 시드 %3개</translation>
    </message>
</context>
<context>
    <name>fe::prompting::SweepExamplesModel</name>
    <message>
        <source>(no answer)</source>
        <translation>(답 없음)</translation>
    </message>
    <message>
        <source>%1, wrong</source>
        <translation>%1, 틀림</translation>
    </message>
    <message>
        <source>row</source>
        <translation>행</translation>
    </message>
    <message>
        <source>shots</source>
        <translation>예시 수</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>truth</source>
        <translation>정답</translation>
    </message>
    <message>
        <source>prediction</source>
        <translation>예측</translation>
    </message>
    <message>
        <source>written</source>
        <translation>쓴 글</translation>
    </message>
</context>
<context>
    <name>fe::prompting::SweepLabelsModel</name>
    <message>
        <source>label</source>
        <translation>레이블</translation>
    </message>
    <message>
        <source>prompts</source>
        <translation>프롬프트</translation>
    </message>
    <message>
        <source>precision</source>
        <translation>정밀도</translation>
    </message>
    <message>
        <source>recall</source>
        <translation>재현율</translation>
    </message>
</context>
<context>
    <name>fe::prompting::SweepPage</name>
    <message>
        <source>The sweep with %1 failed</source>
        <translation>%1 스윕이 실패했습니다</translation>
    </message>
    <message>
        <source>The history does not keep this sweep; it goes on all the same</source>
        <translation>기록에 이 스윕을 저장하지 못했습니다. 스윕은 계속됩니다</translation>
    </message>
    <message>
        <source>Sweep: %1 of %2 prompts</source>
        <translation>스윕: 프롬프트 %2개 중 %1개</translation>
    </message>
    <message>
        <source>A sweep of %1 stopped at %2 of %3.</source>
        <translation>%1 스윕이 %3개 중 %2개에서 멈췄습니다.</translation>
    </message>
    <message>
        <source>A sweep is running</source>
        <translation>스윕이 실행 중입니다</translation>
    </message>
    <message>
        <source>Stop it to open another one.</source>
        <translation>다른 것을 열려면 중지하세요.</translation>
    </message>
    <message>
        <source>The sweep cannot be opened</source>
        <translation>스윕을 열 수 없습니다</translation>
    </message>
    <message>
        <source>%1 points of %2</source>
        <translation>%2의 점 %1개</translation>
    </message>
    <message>
        <source>Kept for the Scaling tab: %1</source>
        <translation>스케일링 탭에 보냈습니다: %1</translation>
    </message>
    <message>
        <source>The points cannot be kept</source>
        <translation>점을 저장할 수 없습니다</translation>
    </message>
    <message>
        <source>Run a sweep</source>
        <translation>스윕 실행</translation>
    </message>
    <message>
        <source>Stop the sweep</source>
        <translation>스윕 중지</translation>
    </message>
    <message>
        <source>Go on with the sweep</source>
        <translation>스윕 이어서 하기</translation>
    </message>
    <message>
        <source>Send the sweep to Scaling</source>
        <translation>스윕을 스케일링 탭에 보내기</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>이어서 하기</translation>
    </message>
    <message>
        <source>Measures what is missing; nothing is measured twice</source>
        <translation>빠진 것만 잽니다. 두 번 재지 않습니다</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>열기</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>나중에</translation>
    </message>
    <message>
        <source>Progress of the sweep</source>
        <translation>스윕 진행률</translation>
    </message>
    <message>
        <source>How well does a model answer, and how much do examples help? A sweep asks every row of a labelled table with 0, 1, 2, 4, 8 examples, several times with other examples, and counts the right answers.

Set it up at the left and run it. What is finished stays when you stop.</source>
        <translation>모델은 얼마나 잘 답하고, 예시는 얼마나 도움이 될까요? 스윕은 레이블이 붙은 표의 모든 행을 예시 0, 1, 2, 4, 8개와 함께, 예시를 바꿔 가며 여러 번 묻고 맞은 답을 셉니다.

왼쪽에서 설정하고 실행하세요. 중지해도 끝난 것은 남습니다.</translation>
    </message>
    <message>
        <source>Preparing…</source>
        <translation>준비하는 중…</translation>
    </message>
    <message>
        <source>%1 prompts with each of %2 models</source>
        <translation>모델 %2개마다 프롬프트 %1개</translation>
    </message>
    <message>
        <source>%1 prompts</source>
        <translation>프롬프트 %1개</translation>
    </message>
    <message>
        <source>%1 tokens, of which %2 have to be read</source>
        <translation>토큰 %1개, 그중 읽어야 할 것은 %2개</translation>
    </message>
    <message>
        <source>about %1 tokens, of which about %2 have to be read</source>
        <translation>토큰 약 %1개, 그중 읽어야 할 것은 약 %2개</translation>
    </message>
    <message>
        <source>at most %1 are written</source>
        <translation>쓰는 토큰은 많아야 %1개</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1초</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1분</translation>
    </message>
    <message>
        <source>about %1 with %2</source>
        <translation>%2로 약 %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 중 %1</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>초당 %1</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>멈추는 중…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>Run sweep</source>
        <translation>스윕 실행</translation>
    </message>
    <message>
        <source>What is finished stays</source>
        <translation>끝난 것은 남습니다</translation>
    </message>
    <message>
        <source>No model is chosen</source>
        <translation>고른 모델이 없습니다</translation>
    </message>
    <message>
        <source>Ask every row of the data</source>
        <translation>데이터의 모든 행을 묻습니다</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1시간 %2분</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>%1 남음</translation>
    </message>
</context>
<context>
    <name>fe::prompting::SweepPreparation</name>
    <message>
        <source>Preparing a sweep</source>
        <translation>스윕 준비</translation>
    </message>
    <message>
        <source>Estimating a sweep</source>
        <translation>스윕 어림</translation>
    </message>
</context>
<context>
    <name>fe::prompting::SweepResults</name>
    <message>
        <source>Judging a sweep</source>
        <translation>스윕 채점</translation>
    </message>
    <message>
        <source>all scorings</source>
        <translation>모든 채점 방식</translation>
    </message>
    <message>
        <source>Accuracy by shots · %1</source>
        <translation>예시 수별 정확도 · %1</translation>
    </message>
    <message>
        <source>Accuracy by shots</source>
        <translation>예시 수별 정확도</translation>
    </message>
    <message>
        <source>Confusion</source>
        <translation>혼동 행렬</translation>
    </message>
    <message>
        <source>only %1-shot</source>
        <translation>예시 %1개만</translation>
    </message>
    <message>
        <source>Prompt of an example</source>
        <translation>예제의 프롬프트</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>Writing a file</source>
        <translation>파일 쓰기</translation>
    </message>
    <message>
        <source>Send to Scaling</source>
        <translation>스케일링으로 보내기</translation>
    </message>
    <message>
        <source>Keeps the points that are shown for the Scaling tab</source>
        <translation>보이는 점을 스케일링 탭에서 쓰도록 저장합니다</translation>
    </message>
    <message>
        <source>Write points, examples or the whole record to a file</source>
        <translation>점, 예제 또는 전체 기록을 파일로 씁니다</translation>
    </message>
    <message>
        <source>Export the sweep</source>
        <translation>스윕 내보내기</translation>
    </message>
    <message>
        <source>Scoring</source>
        <translation>채점 방식</translation>
    </message>
    <message>
        <source>Interval</source>
        <translation>구간</translation>
    </message>
    <message>
        <source>Over prompts: Wilson&apos;s interval takes them as independent. Over seeds: how far the mean would move with other examples.</source>
        <translation>프롬프트 기준: 윌슨 구간은 프롬프트를 독립으로 봅니다. 시드 기준: 예시를 바꾸면 평균이 얼마나 움직이는지 보여 줍니다.</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>예제</translation>
    </message>
    <message>
        <source>Every prompt and its answer</source>
        <translation>모든 프롬프트와 답</translation>
    </message>
    <message>
        <source>Truth by prediction</source>
        <translation>정답별 예측</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>레이블</translation>
    </message>
    <message>
        <source>Precision, recall and F1 of each label</source>
        <translation>레이블별 정밀도, 재현율, F1</translation>
    </message>
    <message>
        <source>only wrong</source>
        <translation>틀린 것만</translation>
    </message>
    <message>
        <source>log-likelihood</source>
        <translation>로그 가능도</translation>
    </message>
    <message>
        <source>probability</source>
        <translation>확률</translation>
    </message>
    <message>
        <source>Numbers of the labels</source>
        <translation>레이블의 수치</translation>
    </message>
    <message>
        <source>Examples of the sweep</source>
        <translation>스윕의 예제</translation>
    </message>
    <message>
        <source>Exact prompt of the example</source>
        <translation>예제의 정확한 프롬프트</translation>
    </message>
    <message>
        <source>Click an example to see its exact prompt.</source>
        <translation>예제를 누르면 정확한 프롬프트가 보입니다.</translation>
    </message>
    <message>
        <source>Labels of the sweep</source>
        <translation>스윕의 레이블</translation>
    </message>
    <message>
        <source>Export the confusion</source>
        <translation>혼동 행렬 내보내기</translation>
    </message>
    <message>
        <source>Export points of the sweep (CSV)…</source>
        <translation>스윕의 점 내보내기(CSV)…</translation>
    </message>
    <message>
        <source>Export examples of the sweep (CSV)…</source>
        <translation>스윕의 예제 내보내기(CSV)…</translation>
    </message>
    <message>
        <source>Export the sweep&apos;s record (JSON)…</source>
        <translation>스윕 기록 내보내기(JSON)…</translation>
    </message>
    <message>
        <source>%1 · %2-shot · %3</source>
        <translation>%1 · 예시 %2개 · %3</translation>
    </message>
    <message>
        <source>95 % (Wilson)</source>
        <translation>95 %(윌슨)</translation>
    </message>
    <message>
        <source>95 % (seeds)</source>
        <translation>95 %(시드)</translation>
    </message>
</context>
<context>
    <name>fe::prompting::SweepRunner</name>
    <message>
        <source>Sweep with %1</source>
        <translation>%1 스윕</translation>
    </message>
</context>
<context>
    <name>fe::prompting::SweepSetup</name>
    <message>
        <source>there is no data set &quot;%1&quot;</source>
        <translation>데이터 세트 &quot;%1&quot;이(가) 없습니다</translation>
    </message>
    <message>
        <source>no column of the data stands for the field {%1}: choose one</source>
        <translation>필드 {%1}에 맞는 데이터 열이 없습니다. 고르세요</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no number of examples; write them as 0, 1, 2, 4, 8</source>
        <translation>&quot;%1&quot;은(는) 예시 수가 아닙니다. 0, 1, 2, 4, 8처럼 쓰세요</translation>
    </message>
    <message>
        <source>no number of examples is given; write them as 0, 1, 2, 4, 8</source>
        <translation>예시 수가 없습니다. 0, 1, 2, 4, 8처럼 쓰세요</translation>
    </message>
    <message>
        <source>no file is chosen</source>
        <translation>고른 파일이 없습니다</translation>
    </message>
    <message>
        <source>a sweep needs a pattern: choose Few-shot or Chain of thought</source>
        <translation>스윕에는 틀이 필요합니다. 퓨샷이나 단계별 추론을 고르세요</translation>
    </message>
</context>
<context>
    <name>fe::prompting::SweepSetupPanel</name>
    <message>
        <source>(choose)</source>
        <translation>(고르기)</translation>
    </message>
    <message>
        <source>Column for the field %1</source>
        <translation>필드 %1의 열</translation>
    </message>
    <message>
        <source>Separated by commas. Empty: the answers that the data holds.</source>
        <translation>쉼표로 나눕니다. 비우면 데이터에 있는 답을 씁니다.</translation>
    </message>
    <message>
        <source>%1 (loaded)</source>
        <translation>%1(불러옴)</translation>
    </message>
    <message>
        <source>Choose models</source>
        <translation>모델 고르기</translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 외 %2개</translation>
    </message>
    <message>
        <source>Models: %1</source>
        <translation>모델: %1</translation>
    </message>
    <message>
        <source>Sweep</source>
        <translation>스윕</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>Examples of the builder</source>
        <translation>작성기의 예시</translation>
    </message>
    <message>
        <source>A file (CSV, TSV, JSON Lines)</source>
        <translation>파일(CSV, TSV, JSON Lines)</translation>
    </message>
    <message>
        <source>Data of the sweep</source>
        <translation>스윕의 데이터</translation>
    </message>
    <message>
        <source> rows</source>
        <translation>행</translation>
    </message>
    <message>
        <source>Rows that are made</source>
        <translation>만드는 행 수</translation>
    </message>
    <message>
        <source>seed </source>
        <translation>시드 </translation>
    </message>
    <message>
        <source>Seed of the data</source>
        <translation>데이터의 시드</translation>
    </message>
    <message>
        <source>File of the data</source>
        <translation>데이터 파일</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>레이블</translation>
    </message>
    <message>
        <source>Shots</source>
        <translation>예시 수</translation>
    </message>
    <message>
        <source>Numbers of examples in the prompt, such as 0, 1, 2, 4, 8</source>
        <translation>프롬프트에 넣을 예시 수, 예: 0, 1, 2, 4, 8</translation>
    </message>
    <message>
        <source>Seeds</source>
        <translation>시드 수</translation>
    </message>
    <message>
        <source>Each seed draws other examples in another order</source>
        <translation>시드마다 다른 예시를 다른 순서로 뽑습니다</translation>
    </message>
    <message>
        <source>Labels take turns among the examples</source>
        <translation>예시에 레이블을 번갈아 넣기</translation>
    </message>
    <message>
        <source>Examples from the builder&apos;s table</source>
        <translation>작성기의 표에서 예시 뽑기</translation>
    </message>
    <message>
        <source>Else they are drawn from the data, never the query itself</source>
        <translation>아니면 데이터에서 뽑으며, 질문 자신은 뽑지 않습니다</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>답</translation>
    </message>
    <message>
        <source>the likeliest label</source>
        <translation>가장 그럴듯한 레이블</translation>
    </message>
    <message>
        <source>what the model writes</source>
        <translation>모델이 쓴 글</translation>
    </message>
    <message>
        <source>Taken out of the text by the builder&apos;s answer rule</source>
        <translation>작성기의 답 규칙으로 글에서 꺼냅니다</translation>
    </message>
    <message>
        <source>How the model answers</source>
        <translation>모델이 답하는 방법</translation>
    </message>
    <message>
        <source>also calibrated</source>
        <translation>보정도 함께</translation>
    </message>
    <message>
        <source>Divides by what a content-free text such as &quot;N/A&quot; gets (Zhao et al. 2021)</source>
        <translation>&quot;N/A&quot; 같은 내용 없는 글이 받는 값으로 나눕니다(Zhao et al. 2021)</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>토큰</translation>
    </message>
    <message>
        <source>Most tokens of an answer</source>
        <translation>답의 최대 토큰 수</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>행</translation>
    </message>
    <message>
        <source>all</source>
        <translation>모두</translation>
    </message>
    <message>
        <source>Only the first rows</source>
        <translation>처음 몇 행만</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>from the builder</source>
        <translation>작성기에서</translation>
    </message>
    <message>
        <source>Choose Few-shot or Chain of thought in the builder: a sweep fills its pattern with the rows of the data.</source>
        <translation>작성기에서 퓨샷이나 단계별 추론을 고르세요. 스윕은 그 틀을 데이터의 행으로 채웁니다.</translation>
    </message>
    <message>
        <source>Tables (*.csv *.tsv *.jsonl *.ndjson);;All files (*)</source>
        <translation>표(*.csv *.tsv *.jsonl *.ndjson);;모든 파일(*)</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>파일 고르기…</translation>
    </message>
</context>
<context>
    <name>fe::prompting::SweepView</name>
    <message>
        <source>%1 on %2 · %3 rows · seeds: %4</source>
        <translation>%1, %2 · %3행 · 시드 %4개</translation>
    </message>
    <message>
        <source>%1 too long</source>
        <translation>너무 긴 것 %1개</translation>
    </message>
    <message>
        <source>n = %1</source>
        <translation>n = %1</translation>
    </message>
    <message>
        <source>Accuracy by shots</source>
        <translation>예시 수별 정확도</translation>
    </message>
    <message>
        <source>shots</source>
        <translation>예시 수</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>정확도</translation>
    </message>
    <message>
        <source>95 % (Wilson)</source>
        <translation>95 %(윌슨)</translation>
    </message>
    <message>
        <source>95 % (seeds)</source>
        <translation>95 %(시드)</translation>
    </message>
    <message>
        <source>chance %1</source>
        <translation>우연 %1</translation>
    </message>
    <message>
        <source>Confusion, %1-shot, %2</source>
        <translation>혼동 행렬, 예시 %1개, %2</translation>
    </message>
    <message>
        <source>truth</source>
        <translation>정답</translation>
    </message>
    <message>
        <source>prediction</source>
        <translation>예측</translation>
    </message>
    <message>
        <source>prompts</source>
        <translation>프롬프트</translation>
    </message>
    <message>
        <source>(none)</source>
        <translation>(없음)</translation>
    </message>
</context>
<context>
    <name>fe::prompting::TaskModel</name>
    <message>
        <source>free text</source>
        <translation>자유 텍스트</translation>
    </message>
    <message>
        <source>zero-shot</source>
        <translation>제로샷</translation>
    </message>
    <message>
        <source>1 shot</source>
        <translation>1샷</translation>
    </message>
    <message>
        <source>%1 shots</source>
        <translation>%1샷</translation>
    </message>
</context>
<context>
    <name>fe::prompting::TaskPopup</name>
    <message>
        <source>Tasks, ready to run</source>
        <translation>바로 실행할 수 있는 과제</translation>
    </message>
    <message>
        <source>Tasks in %1</source>
        <translation>%1 과제</translation>
    </message>
    <message>
        <source>Language of the tasks</source>
        <translation>과제의 언어</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>과제</translation>
    </message>
</context>
<context>
    <name>fe::prompting::Tasks</name>
    <message>
        <source>en</source>
        <comment>language of the tasks</comment>
        <extracomment>The code of this language: &quot;ko&quot; in Korean, &quot;en&quot; in all languages without tasks of their own.</extracomment>
        <translation>ko</translation>
    </message>
</context>
<context>
    <name>fe::prompting::ThoughtForm</name>
    <message>
        <source>Let&apos;s think step by step.</source>
        <translation>단계별로 생각해 봅시다.</translation>
    </message>
    <message>
        <source>Begin the reasoning with</source>
        <translation>풀이의 첫마디</translation>
    </message>
    <message>
        <source>The model continues these words: it writes down its steps even without examples</source>
        <translation>모델이 이 말을 이어 씁니다. 예시가 없어도 풀이 과정을 적습니다</translation>
    </message>
    <message>
        <source>First words of the reasoning</source>
        <translation>풀이의 첫마디</translation>
    </message>
    <message>
        <source>Answer of an example, with its reasoning</source>
        <translation>풀이를 담은 예시의 답</translation>
    </message>
    <message>
        <source>Pattern of the reasoned answer</source>
        <translation>풀이를 담은 답의 패턴</translation>
    </message>
    <message>
        <source>Stands in the answer&apos;s place of an example that has all its fields; others show the bare answer</source>
        <translation>필드가 모두 있는 예시에서는 답 자리에 이것이 들어가고, 나머지는 답만 보여 줍니다</translation>
    </message>
</context>
<context>
    <name>fe::prompting::TokenCount</name>
    <message>
        <source>1 token</source>
        <translation>토큰 1개</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>토큰 %1개</translation>
    </message>
</context>
<context>
    <name>fe::prompting::TokenDetails</name>
    <message>
        <source>Alternatives of the token</source>
        <translation>토큰의 후보</translation>
    </message>
    <message>
        <source>Point at a token of the answer, or walk through it with the arrow keys, to see what else the model considered there.</source>
        <translation>답변의 토큰을 가리키거나 화살표 키로 옮겨 다니면, 그 자리에서 모델이 고려한 다른 후보를 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>토큰</translation>
    </message>
    <message>
        <source>Token %1</source>
        <translation>토큰 %1</translation>
    </message>
    <message>
        <source>Tokens %1 to %2</source>
        <translation>토큰 %1–%2</translation>
    </message>
    <message>
        <source>Entropy: how undecided the model was at this step, 0 if it was certain. Rank: 1 if the token drawn was the likeliest.</source>
        <translation>엔트로피: 이 단계에서 모델이 얼마나 망설였는지를 나타내며, 확신했으면 0입니다. 순위: 뽑힌 토큰이 가장 확률이 높았으면 1입니다.</translation>
    </message>
    <message>
        <source>Click an alternative to branch from here.</source>
        <translation>후보를 클릭하면 여기서 가지를 칩니다.</translation>
    </message>
    <message>
        <source>%1 · &quot;%2&quot;</source>
        <translation>%1 · &quot;%2&quot;</translation>
    </message>
    <message>
        <source>entropy %1 nats</source>
        <translation>엔트로피 %1 nat</translation>
    </message>
    <message>
        <source>rank %1</source>
        <translation>순위 %1</translation>
    </message>
    <message>
        <source>probability not available</source>
        <translation>확률 알 수 없음</translation>
    </message>
</context>
<context>
    <name>fe::prompting::VoteChart</name>
    <message>
        <source>answer</source>
        <translation>답</translation>
    </message>
    <message>
        <source>samples</source>
        <translation>샘플</translation>
    </message>
    <message>
        <source>%1 of those that answered; click to select them</source>
        <translation>답한 것 중 %1; 클릭하면 선택합니다</translation>
    </message>
    <message>
        <source>Vote over %1 samples</source>
        <translation>샘플 %1개의 투표</translation>
    </message>
</context>
<context>
    <name>fe::prompting::VoteView</name>
    <message>
        <source>The rule finds no answer in any sample. Try another rule.</source>
        <translation>이 규칙으로는 어떤 샘플에서도 답을 찾지 못합니다. 다른 규칙을 써 보세요.</translation>
    </message>
    <message>
        <source>Set &quot;Samples&quot; above 1 in the sampling settings and generate: the answer that most of them agree on wins.</source>
        <translation>샘플링 설정에서 &quot;샘플 수&quot;를 2 이상으로 하고 생성하면 가장 많은 샘플이 낸 답이 이깁니다.</translation>
    </message>
    <message>
        <source>%1 · seeds from %2 · self-consistency, Wang et al. 2022</source>
        <translation>%1 · 시드 %2부터 · 자기 일관성, Wang 외 2022</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>답 없음</translation>
    </message>
    <message>
        <source>a tie: no answer has more votes than every other</source>
        <translation>동점: 다른 모든 답보다 표가 많은 답이 없습니다</translation>
    </message>
    <message>
        <source>%1 of %2 agree (%3)</source>
        <translation>%2개 중 %1개 일치(%3)</translation>
    </message>
    <message>
        <source>✓ right</source>
        <translation>✓ 맞음</translation>
    </message>
    <message>
        <source>✗ wrong: %1 was expected</source>
        <translation>✗ 틀림: 정답은 %1</translation>
    </message>
    <message>
        <source>temperature 0: all samples are the same</source>
        <translation>온도 0: 모든 샘플이 같습니다</translation>
    </message>
    <message>
        <source>Votes</source>
        <translation>표</translation>
    </message>
    <message>
        <source>Outcome of the vote</source>
        <translation>투표 결과</translation>
    </message>
    <message>
        <source>1 sample without an answer</source>
        <translation>답이 없는 샘플 1개</translation>
    </message>
    <message>
        <source>%1 samples without an answer</source>
        <translation>답이 없는 샘플 %1개</translation>
    </message>
</context>
<context>
    <name>fe::prompting::Ways</name>
    <message>
        <source>As it is</source>
        <translation>그대로</translation>
    </message>
    <message>
        <source>The prompt as it stands on the left</source>
        <translation>왼쪽에 있는 프롬프트 그대로</translation>
    </message>
    <message>
        <source>Zero-shot</source>
        <translation>제로샷</translation>
    </message>
    <message>
        <source>The question alone, without an example</source>
        <translation>예시 없이 질문만</translation>
    </message>
    <message>
        <source>One-shot</source>
        <translation>원샷</translation>
    </message>
    <message>
        <source>The first example, then the question</source>
        <translation>첫 예시와 질문</translation>
    </message>
    <message>
        <source>Few-shot</source>
        <translation>퓨샷</translation>
    </message>
    <message>
        <source>As many examples as the slider shows (all, if it shows less than two)</source>
        <translation>슬라이더에 보이는 만큼의 예시(2개보다 적으면 모두)</translation>
    </message>
    <message>
        <source>Chain of thought</source>
        <translation>생각의 사슬</translation>
    </message>
    <message>
        <source>With reasoned answers, or with the words &quot;Let&apos;s think step by step.&quot;</source>
        <translation>풀이가 있는 답으로, 또는 &quot;단계별로 생각해 봅시다.&quot;라는 말로</translation>
    </message>
</context>
<context>
    <name>fe::scaling_tab::AbilityTable</name>
    <message>
        <source>this table</source>
        <translation>이 표</translation>
    </message>
    <message>
        <source>published</source>
        <translation>발표됨</translation>
    </message>
    <message>
        <source>varies</source>
        <translation>다름</translation>
    </message>
    <message>
        <source>Ability</source>
        <translation>능력</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>출처</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>판정</translation>
    </message>
    <message>
        <source>Last without</source>
        <translation>없는 마지막 규모</translation>
    </message>
    <message>
        <source>First with</source>
        <translation>있는 첫 규모</translation>
    </message>
    <message>
        <source>Chance</source>
        <translation>우연 수준</translation>
    </message>
    <message>
        <source>At the largest</source>
        <translation>가장 큰 규모에서</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>비고</translation>
    </message>
</context>
<context>
    <name>fe::scaling_tab::BudgetPanel</name>
    <message>
        <source>%1 FLOPs</source>
        <translation>%1 FLOPs</translation>
    </message>
    <message>
        <source>no number above 0</source>
        <translation>0보다 큰 수가 아님</translation>
    </message>
    <message>
        <source>FLOPs</source>
        <translation>FLOPs</translation>
    </message>
    <message>
        <source>The budget as floating-point operations</source>
        <translation>부동소수점 연산 수로 준 예산</translation>
    </message>
    <message>
        <source>Device-hours</source>
        <translation>장치 시간</translation>
    </message>
    <message>
        <source>The budget as hours of devices, their peak and utilisation</source>
        <translation>장치 시간, 최대 성능, 활용률로 준 예산</translation>
    </message>
    <message>
        <source>How the budget is given</source>
        <translation>예산을 주는 방법</translation>
    </message>
    <message>
        <source>Budget in FLOPs</source>
        <translation>FLOPs 예산</translation>
    </message>
    <message>
        <source>For example 5.76e23, Chinchilla&apos;s own</source>
        <translation>예: 5.76e23, Chinchilla의 예산</translation>
    </message>
    <message>
        <source>Hours of one device</source>
        <translation>장치 하나의 시간</translation>
    </message>
    <message>
        <source> h</source>
        <translation> 시간</translation>
    </message>
    <message>
        <source>Devices times hours: 1,000 devices for 100 hours are 100,000</source>
        <translation>장치 수 곱하기 시간: 장치 1,000개로 100시간이면 100,000</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>장치</translation>
    </message>
    <message>
        <source>another device</source>
        <translation>다른 장치</translation>
    </message>
    <message>
        <source>Peak of the device in TFLOP/s</source>
        <translation>장치의 최대 성능 (TFLOP/s)</translation>
    </message>
    <message>
        <source> TFLOP/s</source>
        <translation> TFLOP/s</translation>
    </message>
    <message>
        <source>Dense bfloat16 (float16 of the V100), as in the maker&apos;s data sheet</source>
        <translation>제조사 데이터시트의 밀집 bfloat16 성능 (V100은 float16)</translation>
    </message>
    <message>
        <source>Utilisation</source>
        <translation>활용률</translation>
    </message>
    <message>
        <source>Share of the peak that training reaches; 30 to 50 % is usual</source>
        <translation>학습이 도달하는 최대 성능의 비율. 보통 30~50 %입니다</translation>
    </message>
</context>
<context>
    <name>fe::scaling_tab::CardOrder</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 (current)</source>
        <translation>%1 (현재)</translation>
    </message>
    <message>
        <source>Cards to be put in order</source>
        <translation>순서를 맞출 카드</translation>
    </message>
</context>
<context>
    <name>fe::scaling_tab::ColumnsPanel</name>
    <message>
        <source>x</source>
        <translation>x</translation>
    </message>
    <message>
        <source>Scale: parameters, compute, tokens or a date</source>
        <translation>규모: 매개변수, 연산량, 토큰 또는 날짜</translation>
    </message>
    <message>
        <source>log</source>
        <translation>로그</translation>
    </message>
    <message>
        <source>y</source>
        <translation>y</translation>
    </message>
    <message>
        <source>What was measured: accuracy, loss, perplexity</source>
        <translation>측정한 값: 정확도, 손실, 혼란도</translation>
    </message>
    <message>
        <source>in %</source>
        <translation>% 단위</translation>
    </message>
    <message>
        <source>Standard error</source>
        <translation>표준 오차</translation>
    </message>
    <message>
        <source>Bars of 1.96 standard errors, and weights of fits</source>
        <translation>표준 오차 1.96배 막대, 적합의 가중치</translation>
    </message>
    <message>
        <source>Interval from</source>
        <translation>구간 시작</translation>
    </message>
    <message>
        <source>to</source>
        <translation>구간 끝</translation>
    </message>
    <message>
        <source>Chance</source>
        <translation>우연 수준</translation>
    </message>
    <message>
        <source>What guessing scores: a dashed line, and the floor of the logistic law</source>
        <translation>찍었을 때의 점수: 점선으로 표시하고 로지스틱 법칙의 바닥값으로 씁니다</translation>
    </message>
    <message>
        <source>Ceiling</source>
        <translation>상한</translation>
    </message>
    <message>
        <source>The best score there is: a dashed line</source>
        <translation>가능한 최고 점수: 점선으로 표시합니다</translation>
    </message>
    <message>
        <source>Instances</source>
        <translation>문항 수</translation>
    </message>
    <message>
        <source>How many questions a score was measured on</source>
        <translation>점수를 잰 문항의 수</translation>
    </message>
    <message>
        <source>Name of points</source>
        <translation>점 이름</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>매개변수</translation>
    </message>
    <message>
        <source>Of Chinchilla&apos;s law</source>
        <translation>친칠라 법칙에 쓰는 값</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>토큰</translation>
    </message>
    <message>
        <source>Colour by</source>
        <translation>색 기준</translation>
    </message>
    <message>
        <source>Colours the points of a lone series by magnitude</source>
        <translation>계열이 하나일 때 값의 크기로 점에 색을 입힙니다</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>열</translation>
    </message>
    <message>
        <source>Series by</source>
        <translation>계열 기준</translation>
    </message>
    <message>
        <source>Rows with equal cells in these columns belong together</source>
        <translation>이 열들의 값이 같은 행을 한 계열로 묶습니다</translation>
    </message>
    <message>
        <source>More columns</source>
        <translation>열 더 보기</translation>
    </message>
</context>
<context>
    <name>fe::scaling_tab::ComparePage</name>
    <message>
        <source>all rows</source>
        <translation>모든 행</translation>
    </message>
    <message>
        <source>Comparing laws</source>
        <translation>법칙 비교 중</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>Every law is fitted, and again without each point…</source>
        <translation>모든 법칙을 적합하고, 점을 하나씩 빼고 다시 적합하는 중…</translation>
    </message>
    <message>
        <source>Press Compare to fit every law to one series.</source>
        <translation>비교를 누르면 한 계열에 모든 법칙을 적합합니다.</translation>
    </message>
    <message>
        <source>All numbers are of y, so that laws in ln y may be compared with the others.</source>
        <translation>모든 값은 y 기준이므로 ln y로 적합한 법칙도 함께 비교할 수 있습니다.</translation>
    </message>
    <message>
        <source>Which law?</source>
        <translation>어떤 법칙인가?</translation>
    </message>
    <message>
        <source>Series that is compared</source>
        <translation>비교할 계열</translation>
    </message>
    <message>
        <source>Laws compared</source>
        <translation>법칙 비교</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
</context>
<context>
    <name>fe::scaling_tab::ComparisonModel</name>
    <message>
        <source>%1 (best)</source>
        <translation>%1 (최적)</translation>
    </message>
    <message>
        <source>no fit</source>
        <translation>적합 없음</translation>
    </message>
    <message>
        <source>law</source>
        <translation>법칙</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>leave one out</source>
        <translation>하나 빼기 검증</translation>
    </message>
    <message>
        <source>Akaike&apos;s criterion for few points, of y: less is better</source>
        <translation>점이 적을 때의 아카이케 기준(y 기준): 작을수록 좋습니다</translation>
    </message>
    <message>
        <source>Akaike&apos;s weight: how likely the law is the best of these</source>
        <translation>아카이케 가중치: 이 가운데 그 법칙이 최선일 가능성</translation>
    </message>
    <message>
        <source>Schwarz&apos;s criterion, of y: less is better</source>
        <translation>슈바르츠 기준(y 기준): 작을수록 좋습니다</translation>
    </message>
    <message>
        <source>How far a point lies from the curve that was fitted without it (root mean square, in y)</source>
        <translation>그 점을 빼고 적합한 곡선에서 점이 벗어난 정도(y의 제곱평균제곱근)</translation>
    </message>
</context>
<context>
    <name>fe::scaling_tab::DataTableModel</name>
    <message>
        <source>missing cells: %1</source>
        <translation>빈 칸: %1개</translation>
    </message>
</context>
<context>
    <name>fe::scaling_tab::Datasets</name>
    <message>
        <source>BIG-bench: BIG-G, 2 M to 137 B</source>
        <translation>BIG-bench: BIG-G, 2 M~137 B</translation>
    </message>
    <message>
        <source>Accuracy on 85 BIG-bench tasks of one family of decoders in 12 sizes, three examples in the prompt; the largest with 0 to 2 as well.</source>
        <translation>한 디코더 계열 12가지 크기의 BIG-bench 과제 85개 정확도. 프롬프트에 예시 세 개, 가장 큰 모델은 0~2개도 있습니다.</translation>
    </message>
    <message>
        <source>Open models on emergent tasks</source>
        <translation>창발 과제에서의 공개 모델</translation>
    </message>
    <message>
        <source>Eight tasks said to emerge and eight standard benchmarks for open base models, against size, tokens and compute.</source>
        <translation>창발한다고 알려진 과제 8개와 표준 벤치마크 8개에서 공개 기본 모델의 성적을 크기, 토큰, 연산량에 따라 모았습니다.</translation>
    </message>
    <message>
        <source>GPT-3: eight sizes, zero to few shots</source>
        <translation>GPT-3: 여덟 가지 크기, 제로샷~퓨샷</translation>
    </message>
    <message>
        <source>Every task of the GPT-3 paper for its eight sizes with no, one and several examples in the prompt; arithmetic and scrambled words among them.</source>
        <translation>GPT-3 논문의 모든 과제를 여덟 가지 크기와 예시 없음·하나·여럿으로 잰 값. 산술과 뒤섞인 낱말 맞추기도 있습니다.</translation>
    </message>
    <message>
        <source>Pythia by size and training step; OPT, BLOOM</source>
        <translation>Pythia의 크기와 학습 단계; OPT, BLOOM</translation>
    </message>
    <message>
        <source>Accuracy and perplexity while eight sizes of Pythia are trained, and of the finished OPT and BLOOM models.</source>
        <translation>여덟 가지 크기의 Pythia를 학습하는 동안의 정확도와 혼란도, 그리고 완성된 OPT와 BLOOM 모델의 값.</translation>
    </message>
    <message>
        <source>Chinchilla: loss by parameters and tokens</source>
        <translation>친칠라: 매개변수와 토큰에 따른 손실</translation>
    </message>
    <message>
        <source>245 training runs of the Chinchilla paper, read off its figure 4; five of the highest losses are marked as left out by the refit.</source>
        <translation>친칠라 논문의 학습 245회를 그림 4에서 읽어 낸 값. 재적합에서 뺀 손실이 큰 다섯 개는 표시되어 있습니다.</translation>
    </message>
    <message>
        <source>Over-training: losses</source>
        <translation>과잉 학습: 손실</translation>
    </message>
    <message>
        <source>104 runs from 11 M to 6.9 B parameters, trained for 5 to 640 tokens a parameter, on eight sets of text.</source>
        <translation>매개변수 11 M~6.9 B, 매개변수당 토큰 5~640개로 학습한 104회의 텍스트 여덟 종 손실.</translation>
    </message>
    <message>
        <source>Over-training: downstream tasks</source>
        <translation>과잉 학습: 후속 과제</translation>
    </message>
    <message>
        <source>The same 104 runs on 46 tasks, with the score of guessing.</source>
        <translation>같은 104회의 과제 46개 성적과 찍었을 때의 점수.</translation>
    </message>
    <message>
        <source>OpenCLIP: dual encoders</source>
        <translation>OpenCLIP: 이중 인코더</translation>
    </message>
    <message>
        <source>Zero-shot accuracy and retrieval of CLIP models against parameters, samples seen and compute.</source>
        <translation>매개변수, 본 표본 수, 연산량에 따른 CLIP 모델의 제로샷 정확도와 검색 성능.</translation>
    </message>
    <message>
        <source>Published constants of scaling laws</source>
        <translation>발표된 스케일링 법칙 상수</translation>
    </message>
    <message>
        <source>What Kaplan, Hoffmann and Besiroglu and their co-authors found.</source>
        <translation>Kaplan, Hoffmann, Besiroglu와 공저자들이 찾은 값.</translation>
    </message>
    <message>
        <source>Abilities by the scale of their appearance</source>
        <translation>나타난 규모별 능력</translation>
    </message>
    <message>
        <source>22 abilities with the training compute and size at which they were first seen.</source>
        <translation>능력 22가지와 처음 나타난 학습 연산량 및 크기.</translation>
    </message>
    <message>
        <source>Well-known foundation models</source>
        <translation>잘 알려진 파운데이션 모델</translation>
    </message>
    <message>
        <source>94 models from 2017 to 2024 with date, size, data, compute and the class of architecture.</source>
        <translation>2017~2024년의 모델 94개와 날짜, 크기, 데이터, 연산량, 구조의 종류.</translation>
    </message>
    <message>
        <source>Notable models since 2010</source>
        <translation>2010년 이후 주목받은 모델</translation>
    </message>
    <message>
        <source>657 models with known parameters or training compute.</source>
        <translation>매개변수나 학습 연산량이 알려진 모델 657개.</translation>
    </message>
</context>
<context>
    <name>fe::scaling_tab::DetailCard</name>
    <message>
        <source>Fitting…</source>
        <translation>적합하는 중…</translation>
    </message>
    <message>
        <source>Rows and cells that could not be read: %1</source>
        <translation>읽지 못한 행과 칸: %1개</translation>
    </message>
    <message>
        <source>The list tells line, column and reason; everything else is used.</source>
        <translation>목록에서 줄, 열, 이유를 볼 수 있습니다. 나머지는 모두 사용합니다.</translation>
    </message>
    <message>
        <source>Save fit…</source>
        <translation>적합 저장…</translation>
    </message>
    <message>
        <source>Save as CSV…</source>
        <translation>CSV로 저장…</translation>
    </message>
    <message>
        <source>Choose a law at the left and press Fit.</source>
        <translation>왼쪽에서 법칙을 고르고 적합을 누르세요.</translation>
    </message>
    <message>
        <source>Fitted to other rows or columns: press Fit again.</source>
        <translation>다른 행이나 열에 적합한 결과입니다. 다시 적합하세요.</translation>
    </message>
    <message>
        <source>%1 of %2 rows</source>
        <translation>%2행 중 %1행</translation>
    </message>
    <message>
        <source>%1 rows.csv</source>
        <translation>%1 행.csv</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>refused rows.tsv</source>
        <translation>거부된 행.tsv</translation>
    </message>
    <message>
        <source>TSV (*.tsv)</source>
        <translation>TSV (*.tsv)</translation>
    </message>
    <message>
        <source>fit.json</source>
        <translation>적합.json</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>Open a fit</source>
        <translation>적합 열기</translation>
    </message>
    <message>
        <source>JSON (*.json);;All files (*)</source>
        <translation>JSON (*.json);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>The data are not those that were fitted</source>
        <translation>적합할 때의 데이터와 다릅니다</translation>
    </message>
    <message>
        <source>The fit was made from another version of %1; the points shown are those of today.</source>
        <translation>이 적합은 %1의 다른 판으로 만들었습니다. 보이는 점은 지금 파일의 것입니다.</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>매개변수</translation>
    </message>
    <message>
        <source>What was fitted, by series</source>
        <translation>계열별 적합 결과</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>행</translation>
    </message>
    <message>
        <source>The table itself</source>
        <translation>표 자체</translation>
    </message>
    <message>
        <source>Refused: %1</source>
        <translation>거부: %1</translation>
    </message>
    <message>
        <source>Rows and cells of the file that could not be read</source>
        <translation>파일에서 읽지 못한 행과 칸</translation>
    </message>
    <message>
        <source>Under the plot</source>
        <translation>그래프 아래</translation>
    </message>
    <message>
        <source>Fitted parameters</source>
        <translation>적합한 매개변수</translation>
    </message>
    <message>
        <source>Rows of the table</source>
        <translation>표의 행</translation>
    </message>
    <message>
        <source>Refused rows and cells</source>
        <translation>거부된 행과 칸</translation>
    </message>
    <message>
        <source>Open fit…</source>
        <translation>적합 열기…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Open a saved fit…</source>
        <translation>저장한 적합 열기…</translation>
    </message>
    <message>
        <source>Save the fit…</source>
        <translation>적합 저장…</translation>
    </message>
</context>
<context>
    <name>fe::scaling_tab::EmergencePage</name>
    <message>
        <source>Reading published scales</source>
        <translation>발표된 규모를 읽는 중</translation>
    </message>
    <message>
        <source>Looking for emergence</source>
        <translation>창발을 찾는 중</translation>
    </message>
    <message>
        <source>training compute (FLOPs)</source>
        <translation>학습 연산량 (FLOPs)</translation>
    </message>
    <message>
        <source>parameters</source>
        <translation>매개변수</translation>
    </message>
    <message>
        <source>Abilities by the scale at which they appear</source>
        <translation>나타나는 규모에 따른 능력</translation>
    </message>
    <message>
        <source>ability</source>
        <translation>능력</translation>
    </message>
    <message>
        <source>published: Wei et al. 2022</source>
        <translation>발표됨: Wei et al. 2022</translation>
    </message>
    <message>
        <source>found: %1</source>
        <translation>찾음: %1</translation>
    </message>
    <message>
        <source>found</source>
        <translation>찾음</translation>
    </message>
    <message>
        <source>Open a table at the left: the rule then looks for abilities in it.</source>
        <translation>왼쪽에서 표를 여십시오. 그러면 규칙이 그 안에서 능력을 찾습니다.</translation>
    </message>
    <message>
        <source>This table has no score. Choose another one at the left to look for abilities in it.</source>
        <translation>이 표에는 점수가 없습니다. 능력을 찾으려면 왼쪽에서 다른 표를 고르십시오.</translation>
    </message>
    <message>
        <source>This table has no column for this scale. Choose another scale.</source>
        <translation>이 표에는 이 규모의 열이 없습니다. 다른 규모를 고르십시오.</translation>
    </message>
    <message>
        <source>The rule cannot be applied: %1</source>
        <translation>규칙을 적용할 수 없습니다: %1</translation>
    </message>
    <message>
        <source>%1 of %2 series appear within the scales that were measured. A bar runs from the last scale without the ability to the first with it.</source>
        <translation>계열 %2개 중 %1개가 측정한 규모 안에서 나타납니다. 막대는 능력이 없는 마지막 규모에서 능력이 있는 첫 규모까지입니다.</translation>
    </message>
    <message>
        <source>No column gives chance: the score of guessing is the one set above.</source>
        <translation>우연 수준을 주는 열이 없습니다. 찍었을 때의 점수는 위에서 정한 값입니다.</translation>
    </message>
    <message>
        <source>Strip chart</source>
        <translation>띠 차트</translation>
    </message>
    <message>
        <source>Every ability at the scale at which it appears</source>
        <translation>모든 능력을 나타나는 규모에 표시</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>표</translation>
    </message>
    <message>
        <source>The same as numbers</source>
        <translation>같은 내용을 숫자로</translation>
    </message>
    <message>
        <source>Exercise</source>
        <translation>연습</translation>
    </message>
    <message>
        <source>Put four abilities in order</source>
        <translation>네 가지 능력을 순서대로 놓기</translation>
    </message>
    <message>
        <source>What is shown of emergence</source>
        <translation>창발에 대해 보이는 것</translation>
    </message>
    <message>
        <source>Copy table</source>
        <translation>표 복사</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>규모</translation>
    </message>
    <message>
        <source>training FLOPs</source>
        <translation>학습 FLOPs</translation>
    </message>
    <message>
        <source>x of the plot</source>
        <translation>그림의 x</translation>
    </message>
    <message>
        <source>Scale by which abilities are sorted</source>
        <translation>능력을 정렬하는 규모</translation>
    </message>
    <message>
        <source>published (Wei et al. 2022)</source>
        <translation>발표됨 (Wei et al. 2022)</translation>
    </message>
    <message>
        <source>found in this table</source>
        <translation>이 표에서 찾음</translation>
    </message>
    <message>
        <source>Abilities by scale</source>
        <translation>규모별 능력</translation>
    </message>
    <message>
        <source>Emergence: order exercise</source>
        <translation>창발: 순서 연습</translation>
    </message>
</context>
<context>
    <name>fe::scaling_tab::FitPanel</name>
    <message>
        <source>power law</source>
        <translation>멱법칙</translation>
    </message>
    <message>
        <source>power law with offset</source>
        <translation>상수항이 있는 멱법칙</translation>
    </message>
    <message>
        <source>Chinchilla&apos;s law</source>
        <translation>친칠라 법칙</translation>
    </message>
    <message>
        <source>logistic in log x</source>
        <translation>log x의 로지스틱</translation>
    </message>
    <message>
        <source>hinge in log x</source>
        <translation>log x의 꺾은선</translation>
    </message>
    <message>
        <source>line in log x</source>
        <translation>log x의 직선</translation>
    </message>
    <message>
        <source>Floor</source>
        <translation>바닥값</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>천장값</translation>
    </message>
    <message>
        <source>Bootstrap</source>
        <translation>부트스트랩</translation>
    </message>
    <message>
        <source>Decades beyond</source>
        <translation>연장(10의 배수)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>적합</translation>
    </message>
    <message>
        <source>Law</source>
        <translation>법칙</translation>
    </message>
    <message>
        <source>Fit the law to every series that is shown (Ctrl+Enter)</source>
        <translation>보이는 모든 계열에 법칙을 적합합니다(Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>옵션</translation>
    </message>
    <message>
        <source>chance</source>
        <translation>우연 수준</translation>
    </message>
    <message>
        <source>value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>Where the curve begins: the column of chance where there is one, else the value</source>
        <translation>곡선의 시작: 우연 수준 열이 있으면 그 값, 없으면 지정한 값</translation>
    </message>
    <message>
        <source>1</source>
        <translation>1</translation>
    </message>
    <message>
        <source>free</source>
        <translation>자유</translation>
    </message>
    <message>
        <source>Where the curve ends</source>
        <translation>곡선의 끝</translation>
    </message>
    <message>
        <source>Weigh by standard errors</source>
        <translation>표준 오차로 가중</translation>
    </message>
    <message>
        <source>Robust (Huber)</source>
        <translation>강건 적합(후버)</translation>
    </message>
    <message>
        <source>Points that are off by more than delta count less</source>
        <translation>델타보다 많이 벗어난 점의 비중을 줄입니다</translation>
    </message>
    <message>
        <source>Huber&apos;s delta</source>
        <translation>후버 델타</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Replicates for the intervals</source>
        <translation>구간을 위한 재표본 수</translation>
    </message>
    <message>
        <source>How far curves are drawn beyond the data</source>
        <translation>데이터 너머로 곡선을 그리는 정도</translation>
    </message>
</context>
<context>
    <name>fe::scaling_tab::FitTableModel</name>
    <message>
        <source>all rows</source>
        <translation>모든 행</translation>
    </message>
    <message>
        <source>no fit</source>
        <translation>적합 없음</translation>
    </message>
    <message>
        <source>not identified</source>
        <translation>정할 수 없음</translation>
    </message>
    <message>
        <source>given</source>
        <translation>지정값</translation>
    </message>
    <message>
        <source>The data do not fix it: %1</source>
        <translation>데이터로 정할 수 없습니다: %1</translation>
    </message>
    <message>
        <source>%1, standard error %2</source>
        <translation>%1, 표준 오차 %2</translation>
    </message>
    <message>
        <source>Rows that the law cannot use: %1</source>
        <translation>법칙에 쓸 수 없는 행: %1개</translation>
    </message>
    <message>
        <source>series</source>
        <translation>계열</translation>
    </message>
    <message>
        <source>points</source>
        <translation>점</translation>
    </message>
    <message>
        <source>95 %</source>
        <translation>95 %</translation>
    </message>
</context>
<context>
    <name>fe::scaling_tab::FoundAbility</name>
    <message>
        <source>%1 scales</source>
        <translation>규모 %1개</translation>
    </message>
    <message>
        <source>appears</source>
        <translation>나타남</translation>
    </message>
    <message>
        <source>from the start</source>
        <translation>처음부터</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>아직 아님</translation>
    </message>
    <message>
        <source>too few scales</source>
        <translation>규모가 너무 적음</translation>
    </message>
</context>
<context>
    <name>fe::scaling_tab::ImportDialog</name>
    <message>
        <source>Import settings of %1</source>
        <translation>%1 가져오기 설정</translation>
    </message>
    <message>
        <source>numbers</source>
        <translation>숫자</translation>
    </message>
    <message>
        <source>dates</source>
        <translation>날짜</translation>
    </message>
    <message>
        <source>text</source>
        <translation>텍스트</translation>
    </message>
    <message>
        <source>tab</source>
        <translation>탭</translation>
    </message>
    <message>
        <source>semicolon ;</source>
        <translation>세미콜론 ;</translation>
    </message>
    <message>
        <source>comma ,</source>
        <translation>쉼표 ,</translation>
    </message>
    <message>
        <source>point .</source>
        <translation>점 .</translation>
    </message>
    <message>
        <source>found: %1</source>
        <translation>찾음: %1</translation>
    </message>
    <message>
        <source>Delimiter</source>
        <translation>구분 문자</translation>
    </message>
    <message>
        <source>Decimal mark</source>
        <translation>소수점 기호</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>다시 읽기</translation>
    </message>
    <message>
        <source>Cells that do not fit count as missing and are listed.</source>
        <translation>맞지 않는 칸은 빈 칸으로 치고 목록에 적습니다.</translation>
    </message>
</context>
<context>
    <name>fe::scaling_tab::KnownScales</name>
    <message>
        <source>3-digit addition</source>
        <translation>세 자리 덧셈</translation>
    </message>
    <message>
        <source>Word unscrambling</source>
        <translation>뒤섞인 낱말 맞추기</translation>
    </message>
    <message>
        <source>Chain of thought</source>
        <translation>사고 사슬</translation>
    </message>
    <message>
        <source>Theory of mind</source>
        <translation>마음 이론</translation>
    </message>
    <message>
        <source>“What is 348 plus 461?”</source>
        <translation>“348 더하기 461은?”</translation>
    </message>
    <message>
        <source>“The letters r e t t e l make the word …”</source>
        <translation>“글자 r e t t e l로 만드는 낱말은 …”</translation>
    </message>
    <message>
        <source>Word problems are solved better when steps are written down</source>
        <translation>풀이 과정을 쓰면 문장제를 더 잘 푼다</translation>
    </message>
    <message>
        <source>What does somebody believe who did not see it?</source>
        <translation>보지 못한 사람은 무엇을 믿는가?</translation>
    </message>
    <message>
        <source>From the data: GPT-3, few shots, 5 points over chance (Brown et al. 2020, arXiv:2005.14165, table H.1); the same model in table 1 of Wei et al. 2022.</source>
        <translation>데이터에서: GPT-3, 소수 예시, 우연보다 5점 위 (Brown et al. 2020, arXiv:2005.14165, 표 H.1). Wei et al. 2022의 표 1도 같은 모델입니다.</translation>
    </message>
    <message>
        <source>From the data: BIG-G, three shots, 5 points over chance with its interval (Srivastava et al. 2022, arXiv:2206.04615).</source>
        <translation>데이터에서: BIG-G, 예시 3개, 구간까지 우연보다 5점 위 (Srivastava et al. 2022, arXiv:2206.04615).</translation>
    </message>
    <message>
        <source>From the data: LaMDA, math word problems, table 1 of Wei et al. 2022 (arXiv:2206.07682). From the literature: chains of thought hardly help UL2 (4.4 instead of 4.1 % of GSM8K; Wei et al. 2022, arXiv:2201.11903).</source>
        <translation>데이터에서: LaMDA, 수학 문장제, Wei et al. 2022의 표 1 (arXiv:2206.07682). 문헌에서: 생각의 사슬은 UL2에는 거의 도움이 되지 않습니다 (GSM8K 4.1 % 대신 4.4 %; Wei et al. 2022, arXiv:2201.11903).</translation>
    </message>
    <message>
        <source>From the literature: GPT-4 solves 75 % of 40 false-belief tasks, the first GPT-3 none (Kosinski 2024, PNAS 121(45), doi:10.1073/pnas.2405460121); disputed by Ullman 2023 (arXiv:2302.08399). The sizes are those of the table of models; GPT-4&apos;s is an estimate.</source>
        <translation>문헌에서: GPT-4는 틀린 믿음 과제 40개의 75 %를 풀고 첫 GPT-3은 하나도 풀지 못합니다 (Kosinski 2024, PNAS 121(45), doi:10.1073/pnas.2405460121). Ullman 2023 (arXiv:2302.08399)은 이를 반박합니다. 크기는 모델 표의 값이며 GPT-4의 크기는 추정치입니다.</translation>
    </message>
</context>
<context>
    <name>fe::scaling_tab::MeasurementStore</name>
    <message>
        <source>Reading measurements</source>
        <translation>측정값을 읽는 중</translation>
    </message>
</context>
<context>
    <name>fe::scaling_tab::MeasurementsPage</name>
    <message>
        <source>%1 measurements</source>
        <translation>측정값 %1개</translation>
    </message>
    <message>
        <source>%1 entries of the history cannot be read</source>
        <translation>기록 항목 %1개를 읽을 수 없습니다</translation>
    </message>
    <message>
        <source>Remove measurements</source>
        <translation>측정값 제거</translation>
    </message>
    <message>
        <source>Remove %1 measurements for good? The sweeps and pictures that they came from stay.</source>
        <translation>측정값 %1개를 영구히 제거할까요? 그것이 나온 스윕과 사진은 남습니다.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>지우기</translation>
    </message>
    <message>
        <source>measurements</source>
        <translation>측정값</translation>
    </message>
    <message>
        <source>Plot and fit</source>
        <translation>그리고 맞추기</translation>
    </message>
    <message>
        <source>Opens the measurements as a table of the Plot page</source>
        <translation>측정값을 그림 페이지의 표로 엽니다</translation>
    </message>
    <message>
        <source>Copy table</source>
        <translation>표 복사</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>내보내기…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>제거…</translation>
    </message>
    <message>
        <source>Removes the selected measurements</source>
        <translation>선택한 측정값을 제거합니다</translation>
    </message>
    <message>
        <source>My measurements</source>
        <translation>내 측정값</translation>
    </message>
    <message>
        <source>Nothing measured yet</source>
        <translation>아직 측정한 것이 없습니다</translation>
    </message>
    <message>
        <source>Run a sweep in the Prompt tab, or evaluate a folder of pictures in the Vision tab, and choose “Send to Scaling” there. With models of several sizes you get your own scaling curve here.</source>
        <translation>프롬프트 탭에서 스윕을 실행하거나 비전 탭에서 사진 폴더를 평가한 다음, 거기서 “스케일링으로 보내기”를 고르십시오. 여러 크기의 모델로 측정하면 여기에서 자신의 스케일링 곡선을 얻습니다.</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>다시 살펴보기</translation>
    </message>
    <message>
        <source>Plot my measurements</source>
        <translation>내 측정값 그리기</translation>
    </message>
</context>
<context>
    <name>fe::scaling_tab::OptimalPage</name>
    <message>
        <source>Reading the Chinchilla runs</source>
        <translation>Chinchilla 학습 결과를 읽는 중</translation>
    </message>
    <message>
        <source>Open a fit of Chinchilla&apos;s law</source>
        <translation>Chinchilla 법칙의 맞춤 열기</translation>
    </message>
    <message>
        <source>Fits (*.json);;All files (*)</source>
        <translation>맞춤 (*.json);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>Reading %1</source>
        <translation>%1 읽는 중</translation>
    </message>
    <message>
        <source>Equal loss under %1, equal compute, and the best model for any budget</source>
        <translation>%1의 등손실선, 등연산량선, 예산별 최적 모델</translation>
    </message>
    <message>
        <source>Point at the plane to read N, D, compute and the loss under each law.</source>
        <translation>평면 위를 가리키면 N, D, 연산량, 법칙별 손실을 읽을 수 있습니다.</translation>
    </message>
    <message>
        <source>Own fit: %1</source>
        <translation>직접 맞춘 법칙: %1</translation>
    </message>
    <message>
        <source>Own fit: none yet. Fit Chinchilla&apos;s law on the Plot page, or open a saved fit.</source>
        <translation>직접 맞춘 법칙: 아직 없음. 그림 페이지에서 Chinchilla 법칙을 맞추거나 저장한 맞춤을 여십시오.</translation>
    </message>
    <message>
        <source>Open a fit…</source>
        <translation>맞춤 열기…</translation>
    </message>
    <message>
        <source>A fit of Chinchilla&apos;s law as the Plot page or fexp saved it</source>
        <translation>그림 페이지나 fexp가 저장한 Chinchilla 법칙의 맞춤</translation>
    </message>
    <message>
        <source>Fit the Chinchilla runs</source>
        <translation>Chinchilla 결과 맞추기</translation>
    </message>
    <message>
        <source>Opens the 245 runs on the Plot page and fits the law to them</source>
        <translation>학습 결과 245개를 그림 페이지에 열고 법칙을 맞춥니다</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>지우기</translation>
    </message>
    <message>
        <source>Remove the own fit</source>
        <translation>직접 맞춘 법칙 제거</translation>
    </message>
    <message>
        <source>The best model for the budget; the chosen law draws the contours</source>
        <translation>예산에 가장 좋은 모델. 고른 법칙이 등고선을 그립니다</translation>
    </message>
    <message>
        <source>Compute is C = 6 N D. Kaplan counts N without embeddings, and all three laws hold for the text and models that they were found with.</source>
        <translation>연산량은 C = 6 N D입니다. Kaplan은 임베딩을 빼고 N을 세며, 세 법칙 모두 그것을 찾은 텍스트와 모델에 대해 성립합니다.</translation>
    </message>
    <message>
        <source>Copy table</source>
        <translation>표 복사</translation>
    </message>
    <message>
        <source>Best model under each law</source>
        <translation>법칙별 최적 모델</translation>
    </message>
    <message>
        <source>Compute-optimal: copy the table</source>
        <translation>연산 최적: 표 복사</translation>
    </message>
</context>
<context>
    <name>fe::scaling_tab::OptimalPlot</name>
    <message>
        <source>runs: loss %1 to %2</source>
        <translation>학습: 손실 %1~%2</translation>
    </message>
    <message>
        <source>equal loss: %1</source>
        <translation>등손실: %1</translation>
    </message>
    <message>
        <source>loss %1 takes at least %2 FLOPs</source>
        <translation>손실 %1에는 적어도 %2 FLOPs가 필요합니다</translation>
    </message>
    <message>
        <source>equal compute, a decade apart</source>
        <translation>등연산량, 열 배 간격</translation>
    </message>
    <message>
        <source>budget: %1 FLOPs</source>
        <translation>예산: %1 FLOPs</translation>
    </message>
    <message>
        <source>best for any budget: %1</source>
        <translation>예산별 최적: %1</translation>
    </message>
    <message>
        <source>the budget&apos;s optimum: loss %1, %2 tokens a parameter</source>
        <translation>예산의 최적점: 손실 %1, 매개변수당 토큰 %2개</translation>
    </message>
    <message>
        <source>parameters N</source>
        <translation>매개변수 N</translation>
    </message>
    <message>
        <source>training tokens D</source>
        <translation>학습 토큰 D</translation>
    </message>
    <message>
        <source>Compute-optimal models</source>
        <translation>연산 최적 모델</translation>
    </message>
    <message>
        <source>measured loss %1, line %2</source>
        <translation>측정한 손실 %1, %2행</translation>
    </message>
    <message>
        <source>N %1 · D %2 · %3 FLOPs · %4 tokens a parameter · loss: %5</source>
        <translation>N %1 · D %2 · %3 FLOPs · 매개변수당 토큰 %4개 · 손실: %5</translation>
    </message>
</context>
<context>
    <name>fe::scaling_tab::OptimumTable</name>
    <message>
        <source>Own fit</source>
        <translation>직접 맞춤</translation>
    </message>
    <message>
        <source>Nats per token</source>
        <translation>토큰당 nats</translation>
    </message>
    <message>
        <source>Tokens a parameter</source>
        <translation>매개변수당 토큰</translation>
    </message>
    <message>
        <source>Law</source>
        <translation>법칙</translation>
    </message>
    <message>
        <source>Params N</source>
        <translation>매개변수 N</translation>
    </message>
    <message>
        <source>Tokens D</source>
        <translation>토큰 D</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>손실</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>출처</translation>
    </message>
</context>
<context>
    <name>fe::scaling_tab::OrderExercise</name>
    <message>
        <source>That is the order.</source>
        <translation>그 순서가 맞습니다.</translation>
    </message>
    <message>
        <source>Not yet: cards marked ✗ stand on the wrong side of another one.</source>
        <translation>아직 아닙니다. ✗ 표시가 있는 카드는 다른 카드와 앞뒤가 바뀌어 있습니다.</translation>
    </message>
    <message>
        <source>Of the cards marked ≈, no source tells which comes first: the intervals of their scales overlap.</source>
        <translation>≈ 표시가 있는 카드는 어느 것이 먼저인지 어떤 출처로도 알 수 없습니다. 규모의 구간이 겹칩니다.</translation>
    </message>
    <message>
        <source>%1: not with %2 parameters, with %3</source>
        <translation>%1: 매개변수 %2에서는 아직 없고 %3에서 나타남</translation>
    </message>
    <message>
        <source>Which ability appears first as models grow? Put them in order, the smallest model at the top.</source>
        <translation>모델이 커질 때 어떤 능력이 먼저 나타날까요? 가장 작은 모델이 맨 위에 오도록 순서를 맞추십시오.</translation>
    </message>
    <message>
        <source>Drag the cards, or choose one with Up and Down and move it with Alt.</source>
        <translation>카드를 끌거나, 위아래 화살표로 고르고 Alt와 함께 눌러 옮기십시오.</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>확인</translation>
    </message>
    <message>
        <source>Shuffle</source>
        <translation>섞기</translation>
    </message>
    <message>
        <source>Show the answer</source>
        <translation>답 보기</translation>
    </message>
</context>
<context>
    <name>fe::scaling_tab::Pages</name>
    <message>
        <source>Plot</source>
        <translation>그래프</translation>
    </message>
    <message>
        <source>Measurements against scale, with fitted laws</source>
        <translation>규모에 따른 측정값과 적합한 법칙</translation>
    </message>
    <message>
        <source>Compare fits</source>
        <translation>적합 비교</translation>
    </message>
    <message>
        <source>Which law explains a series best</source>
        <translation>계열을 가장 잘 설명하는 법칙</translation>
    </message>
    <message>
        <source>Emergence</source>
        <translation>창발</translation>
    </message>
    <message>
        <source>Abilities by the scale at which they appear</source>
        <translation>나타나는 규모에 따른 능력</translation>
    </message>
    <message>
        <source>Sharp or smooth?</source>
        <translation>급격한가, 완만한가?</translation>
    </message>
    <message>
        <source>The same task under a sharp and a smooth metric</source>
        <translation>같은 과제를 급격한 척도와 완만한 척도로</translation>
    </message>
    <message>
        <source>Compute-optimal</source>
        <translation>연산 최적</translation>
    </message>
    <message>
        <source>The best model and amount of data for a budget</source>
        <translation>예산에 가장 좋은 모델과 데이터 양</translation>
    </message>
    <message>
        <source>My measurements</source>
        <translation>내 측정값</translation>
    </message>
    <message>
        <source>What you measured in the Prompt and Vision tabs</source>
        <translation>프롬프트 탭과 비전 탭에서 측정한 것</translation>
    </message>
</context>
<context>
    <name>fe::scaling_tab::Plot</name>
    <message>
        <source>training compute (FLOPs)</source>
        <translation>학습 연산량 (FLOPs)</translation>
    </message>
    <message>
        <source>parameters</source>
        <translation>매개변수</translation>
    </message>
    <message>
        <source>parameters without embeddings</source>
        <translation>매개변수(임베딩 제외)</translation>
    </message>
    <message>
        <source>training tokens</source>
        <translation>학습 토큰</translation>
    </message>
    <message>
        <source>date</source>
        <translation>날짜</translation>
    </message>
    <message>
        <source>floor %1</source>
        <translation>바닥값 %1</translation>
    </message>
    <message>
        <source>%1, line %2</source>
        <translation>%1, %2번째 줄</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95 % 구간</translation>
    </message>
    <message>
        <source>chance %1</source>
        <translation>우연 %1</translation>
    </message>
    <message>
        <source>ceiling %1</source>
        <translation>상한 %1</translation>
    </message>
    <message>
        <source>Residuals</source>
        <translation>잔차</translation>
    </message>
    <message>
        <source>residual of ln y</source>
        <translation>ln y의 잔차</translation>
    </message>
    <message>
        <source>residual</source>
        <translation>잔차</translation>
    </message>
</context>
<context>
    <name>fe::scaling_tab::PlotPage</name>
    <message>
        <source>Click a point to see where it comes from.</source>
        <translation>점을 클릭하면 출처를 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>Joined</source>
        <translation>선으로 잇기</translation>
    </message>
    <message>
        <source>Join the points of a series by a line</source>
        <translation>계열의 점을 선으로 잇습니다</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Write the names of models beside their points</source>
        <translation>점 옆에 모델 이름을 적습니다</translation>
    </message>
    <message>
        <source>Emergence figure</source>
        <translation>창발 그림</translation>
    </message>
    <message>
        <source>Arithmetic of GPT-3 against compute, with logistic fits</source>
        <translation>연산량에 따른 GPT-3의 산술 능력과 로지스틱 적합</translation>
    </message>
    <message>
        <source>Residuals</source>
        <translation>잔차</translation>
    </message>
    <message>
        <source>What the points differ from the fitted curves</source>
        <translation>점이 적합한 곡선에서 벗어난 정도</translation>
    </message>
    <message>
        <source>Whole view</source>
        <translation>전체 보기</translation>
    </message>
    <message>
        <source>Show everything again (double click, 0)</source>
        <translation>모두 다시 보기(두 번 클릭, 0)</translation>
    </message>
    <message>
        <source>Show the whole plot</source>
        <translation>그래프 전체 보기</translation>
    </message>
    <message>
        <source>Show or hide the residuals</source>
        <translation>잔차 보이기 또는 숨기기</translation>
    </message>
</context>
<context>
    <name>fe::scaling_tab::RefusedModel</name>
    <message>
        <source>(whole row)</source>
        <translation>(행 전체)</translation>
    </message>
    <message>
        <source>line</source>
        <translation>줄</translation>
    </message>
    <message>
        <source>column</source>
        <translation>열</translation>
    </message>
    <message>
        <source>reason</source>
        <translation>이유</translation>
    </message>
</context>
<context>
    <name>fe::scaling_tab::RowsPanel</name>
    <message>
        <source>Remove this condition</source>
        <translation>이 조건 지우기</translation>
    </message>
    <message>
        <source>%1 of %2 rows</source>
        <translation>%2행 중 %1행</translation>
    </message>
    <message>
        <source>Series: %1 of %2</source>
        <translation>계열: %2개 중 %1개</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>행</translation>
    </message>
    <message>
        <source>Column of a condition</source>
        <translation>조건의 열</translation>
    </message>
    <message>
        <source>Value of a condition</source>
        <translation>조건의 값</translation>
    </message>
    <message>
        <source>Show only rows with this value</source>
        <translation>이 값을 가진 행만 보기</translation>
    </message>
    <message>
        <source>Search the series</source>
        <translation>계열 찾기</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>계열</translation>
    </message>
    <message>
        <source>All</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>Show all series that the search leaves</source>
        <translation>찾은 계열을 모두 보기</translation>
    </message>
    <message>
        <source>First few</source>
        <translation>처음 몇 개</translation>
    </message>
    <message>
        <source>Show the first series alone</source>
        <translation>처음 몇 계열만 보기</translation>
    </message>
</context>
<context>
    <name>fe::scaling_tab::RulePanel</name>
    <message>
        <source>There from</source>
        <translation>있다고 보는 점수:</translation>
    </message>
    <message>
        <source>Margin over chance</source>
        <translation>우연 수준과의 차이</translation>
    </message>
    <message>
        <source>How far the score must be from that of guessing</source>
        <translation>점수가 찍었을 때와 얼마나 달라야 하는지</translation>
    </message>
    <message>
        <source>over chance</source>
        <translation>우연보다 위</translation>
    </message>
    <message>
        <source>under chance</source>
        <translation>우연보다 아래</translation>
    </message>
    <message>
        <source>On which side of chance</source>
        <translation>우연 수준의 어느 쪽</translation>
    </message>
    <message>
        <source>Losses are better when they are lower</source>
        <translation>손실은 낮을수록 좋습니다</translation>
    </message>
    <message>
        <source>of</source>
        <translation>우연 수준</translation>
    </message>
    <message>
        <source>Score of guessing</source>
        <translation>찍었을 때의 점수</translation>
    </message>
    <message>
        <source>The score of guessing: no column of this table gives it</source>
        <translation>찍었을 때의 점수: 이 표에는 이를 주는 열이 없습니다</translation>
    </message>
    <message>
        <source>by interval</source>
        <translation>구간으로</translation>
    </message>
    <message>
        <source>The whole 95 % interval must be there, not the score alone: Wilson&apos;s where the number of instances is known, else the standard error&apos;s, else the score itself</source>
        <translation>점수만이 아니라 95 % 구간 전체가 넘어야 합니다. 사례 수를 알면 윌슨 구간, 아니면 표준 오차의 구간, 그것도 없으면 점수 자체입니다</translation>
    </message>
    <message>
        <source>and stays</source>
        <translation>그리고 유지됨</translation>
    </message>
    <message>
        <source>It must be there at every larger scale, too</source>
        <translation>더 큰 모든 규모에서도 있어야 합니다</translation>
    </message>
</context>
<context>
    <name>fe::scaling_tab::ScalingState</name>
    <message>
        <source>Reading %1</source>
        <translation>%1 읽는 중</translation>
    </message>
    <message>
        <source>Fitting</source>
        <translation>적합</translation>
    </message>
    <message>
        <source>My measurements</source>
        <translation>내 측정값</translation>
    </message>
</context>
<context>
    <name>fe::scaling_tab::ScalingTab</name>
    <message>
        <source>Open a table of measurements…</source>
        <translation>측정값 표 열기…</translation>
    </message>
    <message>
        <source>Show the emergence figure</source>
        <translation>창발 그림 보기</translation>
    </message>
    <message>
        <source>Fit the series that are shown</source>
        <translation>보이는 계열에 적합</translation>
    </message>
    <message>
        <source>Stop opening or fitting</source>
        <translation>열기 또는 적합 멈추기</translation>
    </message>
    <message>
        <source>Open a table of measurements</source>
        <translation>측정값 표 열기</translation>
    </message>
    <message>
        <source>Tables (*.csv *.tsv *.txt);;All files (*)</source>
        <translation>표 (*.csv *.tsv *.txt);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>Pages of the Scaling tab</source>
        <translation>스케일링 탭의 페이지</translation>
    </message>
</context>
<context>
    <name>fe::scaling_tab::SharpPage</name>
    <message>
        <source>Looking for tasks with two metrics…</source>
        <translation>두 척도가 있는 과제를 찾는 중…</translation>
    </message>
    <message>
        <source>Looking for tasks with two metrics</source>
        <translation>두 척도가 있는 과제를 찾는 중</translation>
    </message>
    <message>
        <source>Sharp: %1, the whole answer or nothing</source>
        <translation>급격함: %1, 답 전체가 맞아야 점수</translation>
    </message>
    <message>
        <source>Smooth: %1, part of the credit</source>
        <translation>완만함: %1, 부분 점수</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>과제</translation>
    </message>
    <message>
        <source>Task with two metrics</source>
        <translation>두 척도가 있는 과제</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>규모</translation>
    </message>
    <message>
        <source>What stands on the x axis</source>
        <translation>x축에 놓이는 것</translation>
    </message>
    <message>
        <source>Answer of</source>
        <translation>답의 길이</translation>
    </message>
    <message>
        <source> tokens</source>
        <translation> 토큰</translation>
    </message>
    <message>
        <source>Length of an answer in tokens</source>
        <translation>토큰으로 센 답의 길이</translation>
    </message>
    <message>
        <source>If an answer is right only when each of its L tokens is, and tokens are independent, accuracy p comes from p^(1/L) a token</source>
        <translation>L개의 토큰이 모두 맞아야 답이 맞고 토큰이 서로 독립이면, 정확도 p는 토큰당 p^(1/L)에서 나옵니다</translation>
    </message>
    <message>
        <source>The same models and the same answers, scored in two ways. A leap on the left that is a slope on the right lies in the metric, not in the model (Schaeffer et al. 2023, arXiv:2304.15004). The dashed curve is a transform of the points on the left, p^(1/L) for answers of L tokens: it was computed, not measured.</source>
        <translation>같은 모델과 같은 답을 두 가지로 채점했습니다. 왼쪽에서는 도약이고 오른쪽에서는 비탈이라면 그 도약은 모델이 아니라 척도에 있습니다 (Schaeffer et al. 2023, arXiv:2304.15004). 점선은 왼쪽 점들의 변환, 곧 토큰 L개인 답의 p^(1/L)입니다. 계산한 것이지 측정한 것이 아닙니다.</translation>
    </message>
</context>
<context>
    <name>fe::scaling_tab::SharpPlot</name>
    <message>
        <source>models</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>p^(1/%1): a transform, not a measurement</source>
        <translation>p^(1/%1): 측정이 아닌 변환</translation>
    </message>
    <message>
        <source>training compute (FLOPs)</source>
        <translation>학습 연산량 (FLOPs)</translation>
    </message>
    <message>
        <source>parameters</source>
        <translation>매개변수</translation>
    </message>
    <message>
        <source>training tokens</source>
        <translation>학습 토큰</translation>
    </message>
    <message>
        <source>lower is better</source>
        <translation>낮을수록 좋음</translation>
    </message>
</context>
<context>
    <name>fe::scaling_tab::SourceListModel</name>
    <message>
        <source>%1 (not there)</source>
        <translation>%1 (없음)</translation>
    </message>
    <message>
        <source>My measurements</source>
        <translation>내 측정값</translation>
    </message>
    <message>
        <source>The file was moved, renamed or removed.</source>
        <translation>파일이 옮겨졌거나 이름이 바뀌었거나 지워졌습니다.</translation>
    </message>
    <message>
        <source>What was measured in the Prompt and Vision tabs, with the size of the models.</source>
        <translation>프롬프트 탭과 비전 탭에서 잰 값과 모델의 크기입니다.</translation>
    </message>
    <message>
        <source>Source: %1</source>
        <translation>출처: %1</translation>
    </message>
    <message>
        <source>Licence: %1</source>
        <translation>라이선스: %1</translation>
    </message>
    <message>
        <source>Cite: %1</source>
        <translation>인용: %1</translation>
    </message>
    <message>
        <source>table</source>
        <translation>표</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>행</translation>
    </message>
</context>
<context>
    <name>fe::scaling_tab::SourcePanel</name>
    <message>
        <source>Reading %1…</source>
        <translation>%1 읽는 중…</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>Tables of measurements</source>
        <translation>측정값 표</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>열기…</translation>
    </message>
    <message>
        <source>Open a CSV or TSV file of your own</source>
        <translation>내 CSV 또는 TSV 파일 열기</translation>
    </message>
    <message>
        <source>Import settings…</source>
        <translation>가져오기 설정…</translation>
    </message>
    <message>
        <source>Delimiter, decimal mark and kinds of columns of this file</source>
        <translation>이 파일의 구분 문자, 소수점 기호, 열의 종류</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>지우기</translation>
    </message>
    <message>
        <source>Take the file off this list; the file itself stays</source>
        <translation>목록에서 뺍니다. 파일은 그대로 남습니다</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
</context>
<context>
    <name>fe::shell::CommandPalette</name>
    <message>
        <source>Command palette</source>
        <translation>명령 팔레트</translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation>무엇을 할까요?</translation>
    </message>
    <message>
        <source>Search all commands</source>
        <translation>모든 명령에서 찾기</translation>
    </message>
    <message>
        <source>Commands that fit</source>
        <translation>찾은 명령</translation>
    </message>
    <message>
        <source>No command fits. Try fewer letters.</source>
        <translation>맞는 명령이 없습니다. 글자를 줄여 보세요.</translation>
    </message>
</context>
<context>
    <name>fe::shell::ExportFlow</name>
    <message>
        <source>Exporting %1</source>
        <translation>%1 내보내는 중</translation>
    </message>
</context>
<context>
    <name>fe::shell::ExportQuestion</name>
    <message>
        <source>For this program</source>
        <translation>이 프로그램용</translation>
    </message>
    <message>
        <source>For plain PyTorch too</source>
        <translation>일반 PyTorch에서도 사용</translation>
    </message>
    <message>
        <source>Export to TorchScript</source>
        <translation>TorchScript로 내보내기</translation>
    </message>
    <message>
        <source>One .pt file with weights, code, configuration and tokenizer. It loads again without the files that it was made of.</source>
        <translation>가중치, 코드, 설정, 토크나이저가 모두 든 .pt 파일 하나입니다. 원래 파일이 없어도 다시 불러올 수 있습니다.</translation>
    </message>
    <message>
        <source>Smallest and fastest: quantised weights stay quantised.</source>
        <translation>가장 작고 빠릅니다. 양자화된 가중치는 그대로 유지됩니다.</translation>
    </message>
    <message>
        <source>Uses PyTorch&apos;s own operators alone; quantised weights are written as 32-bit numbers.</source>
        <translation>PyTorch 자체 연산자만 씁니다. 양자화된 가중치는 32비트 수로 저장됩니다.</translation>
    </message>
    <message>
        <source>as stored</source>
        <translation>저장된 그대로</translation>
    </message>
    <message>
        <source>Form of the weights</source>
        <translation>가중치 형식</translation>
    </message>
    <message>
        <source>Choose the file…</source>
        <translation>파일 고르기…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
</context>
<context>
    <name>fe::shell::FileDrop</name>
    <message>
        <source>Drop to open
models, pictures and folders of them, texts</source>
        <translation>놓아서 열기
모델, 그림과 그 폴더, 텍스트</translation>
    </message>
</context>
<context>
    <name>fe::shell::ImportFlow</name>
    <message>
        <source>Looking at %1</source>
        <translation>%1 살펴보는 중</translation>
    </message>
    <message>
        <source>Importing %1</source>
        <translation>%1 가져오는 중</translation>
    </message>
</context>
<context>
    <name>fe::shell::ImportQuestion</name>
    <message>
        <source>Import a model</source>
        <translation>모델 가져오기</translation>
    </message>
    <message>
        <source>%1 are copied, %2 are free.</source>
        <translation>%1를 복사하며, 남은 공간은 %2입니다.</translation>
    </message>
    <message>
        <source>A model of that name is installed already.</source>
        <translation>같은 이름의 모델이 이미 설치되어 있습니다.</translation>
    </message>
    <message>
        <source>Keep both</source>
        <translation>둘 다 유지</translation>
    </message>
    <message>
        <source>The new one is called %1.</source>
        <translation>새 모델의 이름은 %1입니다.</translation>
    </message>
    <message>
        <source>Replace the installed one</source>
        <translation>설치된 모델을 바꾸기</translation>
    </message>
    <message>
        <source>It is removed for good once the copy is complete.</source>
        <translation>복사가 끝나면 이전 모델은 완전히 지워집니다.</translation>
    </message>
    <message>
        <source>Copy it into the model folder</source>
        <translation>모델 폴더에 복사</translation>
    </message>
    <message>
        <source>Use it where it is</source>
        <translation>지금 위치에서 사용</translation>
    </message>
    <message>
        <source>Nothing is copied; the list remembers the place.</source>
        <translation>복사하지 않고 목록에 위치만 기억합니다.</translation>
    </message>
    <message>
        <source>The disk of the model folder is too full for a copy.</source>
        <translation>모델 폴더가 있는 디스크에 복사할 공간이 없습니다.</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>가져오기</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
</context>
<context>
    <name>fe::shell::JobStrip</name>
    <message>
        <source>Progress of: %1</source>
        <translation>진행 상황: %1</translation>
    </message>
    <message>
        <source>Cancel: %1</source>
        <translation>취소: %1</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>외 %1개</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>준비됨</translation>
    </message>
</context>
<context>
    <name>fe::shell::MainWindow</name>
    <message>
        <source>Recent models</source>
        <translation>최근 모델</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>테마</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>언어</translation>
    </message>
    <message>
        <source>Form of the weights</source>
        <translation>가중치 형식</translation>
    </message>
    <message>
        <source>Tabs</source>
        <translation>탭</translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation>%1 탭으로 이동</translation>
    </message>
    <message>
        <source>Looking for devices</source>
        <translation>장치 찾는 중</translation>
    </message>
    <message>
        <source>The device of the last time is not there: %1</source>
        <translation>지난번에 쓰던 장치가 없습니다: %1</translation>
    </message>
    <message>
        <source>The CPU is used instead.</source>
        <translation>대신 CPU를 사용합니다.</translation>
    </message>
    <message>
        <source>Loading was cancelled.</source>
        <translation>불러오기를 취소했습니다.</translation>
    </message>
    <message>
        <source>%1 stays in use.</source>
        <translation>지금 쓰던 모델(%1)은 그대로 유지됩니다.</translation>
    </message>
    <message>
        <source>No tab can use %1</source>
        <translation>이 파일을 쓸 수 있는 탭이 없습니다: %1</translation>
    </message>
    <message>
        <source>A text for the Prompt tab is plain text, JSON or JSONL.</source>
        <translation>프롬프트 탭은 일반 텍스트, JSON, JSONL을 받습니다.</translation>
    </message>
    <message>
        <source>Only the first of the dropped models is opened.</source>
        <translation>놓은 모델 가운데 첫 번째만 엽니다.</translation>
    </message>
    <message>
        <source>Open a model folder (config.json, *.safetensors, tokenizer.json)</source>
        <translation>모델 폴더 열기 (config.json, *.safetensors, tokenizer.json)</translation>
    </message>
    <message>
        <source>%1 (%2) is ready, loaded in %3 s.</source>
        <translation>%1 (%2) 준비 완료, 불러오는 데 %3초 걸렸습니다.</translation>
    </message>
    <message>
        <source>Open a model, a text or a picture</source>
        <translation>모델, 텍스트 또는 그림 열기</translation>
    </message>
    <message>
        <source>Models, texts and pictures (*.gguf *.safetensors *.pt *.txt *.md *.json *.jsonl *.csv *.tsv *.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff);;All files (*)</source>
        <translation>모델, 텍스트, 그림 (*.gguf *.safetensors *.pt *.txt *.md *.json *.jsonl *.csv *.tsv *.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff);;모든 파일 (*)</translation>
    </message>
</context>
<context>
    <name>fe::shell::ModelBar</name>
    <message>
        <source>1 thread</source>
        <translation>스레드 1개</translation>
    </message>
    <message>
        <source>%1 threads</source>
        <translation>스레드 %1개</translation>
    </message>
    <message>
        <source>loading…</source>
        <translation>불러오는 중…</translation>
    </message>
    <message>
        <source>auto threads</source>
        <translation>스레드 자동</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>메모리</translation>
    </message>
    <message>
        <source>last run</source>
        <translation>최근 실행</translation>
    </message>
    <message>
        <source>Language model</source>
        <translation>언어 모델</translation>
    </message>
    <message>
        <source>Form of the weights</source>
        <translation>가중치 형식</translation>
    </message>
    <message>
        <source>Find any command</source>
        <translation>모든 명령 찾기</translation>
    </message>
    <message>
        <source>Open the command palette</source>
        <translation>명령 팔레트 열기</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>메뉴</translation>
    </message>
    <message>
        <source>Memory that this program occupies now</source>
        <translation>이 프로그램이 지금 차지하는 메모리</translation>
    </message>
    <message>
        <source>Speed of the last run</source>
        <translation>최근 실행 속도</translation>
    </message>
    <message>
        <source>Threads: automatic (physical cores)</source>
        <translation>스레드: 자동 (물리 코어 수)</translation>
    </message>
    <message>
        <source>Device and threads</source>
        <translation>장치와 스레드</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>모델…</translation>
    </message>
    <message>
        <source>No language model</source>
        <translation>언어 모델 없음</translation>
    </message>
    <message>
        <source>No encoder</source>
        <translation>인코더 없음</translation>
    </message>
    <message>
        <source>No vision model</source>
        <translation>비전 모델 없음</translation>
    </message>
    <message>
        <source>Encoder</source>
        <translation>인코더</translation>
    </message>
    <message>
        <source>Vision model</source>
        <translation>비전 모델</translation>
    </message>
</context>
<context>
    <name>fe::shell::ModelDetails</name>
    <message>
        <source>No model is selected</source>
        <translation>선택한 모델이 없습니다</translation>
    </message>
    <message>
        <source>Choose one in the list, or import one.</source>
        <translation>목록에서 고르거나 새로 가져오세요.</translation>
    </message>
    <message>
        <source>This model cannot be used.</source>
        <translation>이 모델은 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>only %1 are free</source>
        <translation>남은 메모리 %1</translation>
    </message>
    <message>
        <source>Form of the weights in memory. The memory includes a text of %1 tokens.</source>
        <translation>메모리에서의 가중치 형식. 토큰 %1개 길이의 글까지 포함한 메모리입니다.</translation>
    </message>
    <message>
        <source>Form of the weights in memory</source>
        <translation>메모리에서의 가중치 형식</translation>
    </message>
    <message>
        <source>The model has no classifier.</source>
        <translation>분류기가 없는 모델입니다.</translation>
    </message>
    <message>
        <source>reading the file…</source>
        <translation>파일 읽는 중…</translation>
    </message>
    <message>
        <source>Views of the model</source>
        <translation>모델 보기</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>정보</translation>
    </message>
    <message>
        <source>What the headers of the files tell</source>
        <translation>파일 헤더에 적힌 정보</translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation>텐서</translation>
    </message>
    <message>
        <source>Name, type, shape and size of each</source>
        <translation>각 텐서의 이름, 형식, 모양, 크기</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>The files that belong to the model</source>
        <translation>모델에 속한 파일</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>레이블</translation>
    </message>
    <message>
        <source>What a classifier chooses among</source>
        <translation>분류기가 고르는 레이블</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>메타데이터</translation>
    </message>
    <message>
        <source>The configuration as the files have it</source>
        <translation>파일에 든 설정 그대로</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Index</source>
        <translation>번호</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>레이블</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>not computed yet</source>
        <translation>아직 계산하지 않음</translation>
    </message>
    <message>
        <source>Compute</source>
        <translation>계산</translation>
    </message>
    <message>
        <source>Reads all weights once; two files with the same sum are equal</source>
        <translation>가중치를 모두 한 번 읽습니다. 합이 같은 두 파일은 내용도 같습니다</translation>
    </message>
    <message>
        <source>Form of the weights</source>
        <translation>가중치 형식</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>열기</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>내보내기…</translation>
    </message>
    <message>
        <source>Writes a TorchScript archive that holds all of the model</source>
        <translation>모델 전체를 담은 TorchScript 아카이브를 만듭니다</translation>
    </message>
    <message>
        <source>Show in file manager</source>
        <translation>파일 관리자에서 보기</translation>
    </message>
    <message>
        <source>Remove from list</source>
        <translation>목록에서 빼기</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>제거…</translation>
    </message>
</context>
<context>
    <name>fe::shell::ModelListModel</name>
    <message>
        <source>loading</source>
        <translation>불러오는 중</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>사용 중</translation>
    </message>
    <message>
        <source>linked</source>
        <translation>외부</translation>
    </message>
    <message>
        <source>unusable</source>
        <translation>사용 불가</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>아키텍처</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>매개변수</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>컨텍스트</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>라이선스</translation>
    </message>
    <message>
        <source>State</source>
        <translation>상태</translation>
    </message>
</context>
<context>
    <name>fe::shell::ModelMenu</name>
    <message>
        <source>No model of this kind is installed</source>
        <translation>이 종류의 설치된 모델이 없습니다</translation>
    </message>
    <message>
        <source>Looking for models…</source>
        <translation>모델 찾는 중…</translation>
    </message>
    <message>
        <source>recent</source>
        <translation>최근</translation>
    </message>
</context>
<context>
    <name>fe::shell::ModelsDialog</name>
    <message>
        <source>Drop a model file or folder here to import it, or paste its path.</source>
        <translation>모델 파일이나 폴더를 여기에 놓거나 경로를 붙여 넣으면 가져옵니다.</translation>
    </message>
    <message>
        <source>Looking for models…</source>
        <translation>모델 찾는 중…</translation>
    </message>
    <message>
        <source>No model fits. Try fewer letters, or show all kinds.</source>
        <translation>맞는 모델이 없습니다. 글자를 줄이거나 모든 종류를 표시해 보세요.</translation>
    </message>
    <message>
        <source>No model is installed yet. Import a .gguf file or a folder with config.json and *.safetensors: by the buttons above, by dropping it here, or by pasting its path.</source>
        <translation>아직 설치된 모델이 없습니다. .gguf 파일이나 config.json과 *.safetensors가 든 폴더를 위 버튼으로, 여기에 끌어다 놓거나, 경로를 붙여 넣어 가져오세요.</translation>
    </message>
    <message>
        <source>Reading %1</source>
        <translation>%1 읽는 중</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Search by name, architecture, kind or licence</source>
        <translation>이름, 아키텍처, 종류, 라이선스로 찾기</translation>
    </message>
    <message>
        <source>Search the models</source>
        <translation>모델 찾기</translation>
    </message>
    <message>
        <source>Kinds of models that are shown</source>
        <translation>표시할 모델 종류</translation>
    </message>
    <message>
        <source>All</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>All models</source>
        <translation>모든 모델</translation>
    </message>
    <message>
        <source>Write text</source>
        <translation>글쓰기</translation>
    </message>
    <message>
        <source>Decoders and encoder-decoders</source>
        <translation>디코더와 인코더-디코더</translation>
    </message>
    <message>
        <source>Encoders</source>
        <translation>인코더</translation>
    </message>
    <message>
        <source>Models that read text alone</source>
        <translation>글만 읽는 모델</translation>
    </message>
    <message>
        <source>Vision</source>
        <translation>비전</translation>
    </message>
    <message>
        <source>Models that read pictures</source>
        <translation>그림을 읽는 모델</translation>
    </message>
    <message>
        <source>Import file…</source>
        <translation>파일 가져오기…</translation>
    </message>
    <message>
        <source>Import folder…</source>
        <translation>폴더 가져오기…</translation>
    </message>
    <message>
        <source>Drop to import
model file or folder</source>
        <translation>놓으면 가져옵니다
모델 파일이나 폴더</translation>
    </message>
    <message>
        <source>The import was cancelled; nothing was left behind.</source>
        <translation>가져오기를 취소했습니다. 남은 파일은 없습니다.</translation>
    </message>
    <message>
        <source>%1 was imported.</source>
        <translation>%1 가져오기를 마쳤습니다.</translation>
    </message>
    <message>
        <source>%1 was removed.</source>
        <translation>%1 제거를 마쳤습니다.</translation>
    </message>
    <message>
        <source>Wrote %1 (%2).</source>
        <translation>%1 저장 완료 (%2).</translation>
    </message>
    <message>
        <source>The archive is complete: %1</source>
        <translation>아카이브를 완성했습니다: %1</translation>
    </message>
    <message>
        <source>%1, SHA-256 %2</source>
        <translation>%1, SHA-256 %2</translation>
    </message>
    <message>
        <source>The export was cancelled; nothing was written.</source>
        <translation>내보내기를 취소했습니다. 저장된 파일은 없습니다.</translation>
    </message>
    <message>
        <source>Checksum of %1</source>
        <translation>%1 체크섬</translation>
    </message>
    <message>
        <source>Export to TorchScript</source>
        <translation>TorchScript로 내보내기</translation>
    </message>
    <message>
        <source>TorchScript archives (*.pt);;All files (*)</source>
        <translation>TorchScript 아카이브 (*.pt);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>Remove a model</source>
        <translation>모델 제거</translation>
    </message>
    <message>
        <source>Take %1 off the list?</source>
        <translation>%1 모델을 목록에서 뺄까요?</translation>
    </message>
    <message>
        <source>Move %1 to the trash?</source>
        <translation>%1 모델을 휴지통으로 옮길까요?</translation>
    </message>
    <message>
        <source>The model stays where it is: %1</source>
        <translation>모델은 제자리에 그대로 있습니다: %1</translation>
    </message>
    <message>
        <source>Remove from list</source>
        <translation>목록에서 빼기</translation>
    </message>
    <message>
        <source>Move to trash</source>
        <translation>휴지통으로 이동</translation>
    </message>
    <message>
        <source>There is no trash for %1. Delete it for good?</source>
        <translation>%1에 쓸 수 있는 휴지통이 없습니다. 완전히 지울까요?</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>완전히 삭제</translation>
    </message>
    <message>
        <source>Import model files</source>
        <translation>모델 파일 가져오기</translation>
    </message>
    <message>
        <source>Models (*.gguf *.safetensors *.pt);;All files (*)</source>
        <translation>모델 (*.gguf *.safetensors *.pt);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>Import a model folder (config.json, *.safetensors, tokenizer.json)</source>
        <translation>모델 폴더 가져오기 (config.json, *.safetensors, tokenizer.json)</translation>
    </message>
</context>
<context>
    <name>fe::shell::NoModelCard</name>
    <message>
        <source>No language model is open yet</source>
        <translation>아직 열린 언어 모델이 없습니다</translation>
    </message>
    <message>
        <source>Open a model…</source>
        <translation>모델 열기…</translation>
    </message>
    <message>
        <source>Open a model folder…</source>
        <translation>모델 폴더 열기…</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>다시 찾기</translation>
    </message>
    <message>
        <source>Open a .gguf file or a folder with config.json and *.safetensors, or drop it on this window. packaging/run.sh fetches the starter models.
Models are looked for in %1</source>
        <translation>.gguf 파일이나 config.json과 *.safetensors가 든 폴더를 열거나 이 창에 끌어다 놓으세요. packaging/run.sh를 실행하면 기본 모델을 내려받습니다.
모델을 찾는 폴더: %1</translation>
    </message>
</context>
<context>
    <name>fe::shell::RemovalFlow</name>
    <message>
        <source>Removing %1</source>
        <translation>%1 제거하는 중</translation>
    </message>
</context>
<context>
    <name>fe::shell::TensorPage</name>
    <message>
        <source>%1 of %2 tensors</source>
        <translation>텐서 %2개 중 %1개</translation>
    </message>
    <message>
        <source>Filter by name, type or shape</source>
        <translation>이름, 형식, 모양으로 거르기</translation>
    </message>
    <message>
        <source>Filter of the tensors</source>
        <translation>텐서 필터</translation>
    </message>
    <message>
        <source>Copy as TSV</source>
        <translation>TSV로 복사</translation>
    </message>
    <message>
        <source>Copies the rows that are shown, for a spreadsheet</source>
        <translation>표시된 행을 스프레드시트용으로 복사합니다</translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation>텐서</translation>
    </message>
</context>
<context>
    <name>fe::shell::TensorTableModel</name>
    <message>
        <source>Tensor</source>
        <translation>텐서</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>형식</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>모양</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>바이트</translation>
    </message>
</context>
<context>
    <name>fe::shell::TrustQuestion</name>
    <message>
        <source>Trust this file?</source>
        <translation>이 파일을 신뢰할까요?</translation>
    </message>
    <message>
        <source>This file is a program</source>
        <translation>이 파일은 프로그램입니다</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>폴더</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Trust and open</source>
        <translation>신뢰하고 열기</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>A TorchScript archive brings code of its own, which runs with your rights as soon as the model is used. Open it only if you know where it comes from.</source>
        <translation>TorchScript 아카이브에는 자체 코드가 들어 있으며, 모델을 쓰는 순간 사용자의 권한으로 실행됩니다. 출처를 아는 파일만 여세요.</translation>
    </message>
    <message>
        <source>Your answer is remembered for this very file: if its content changes, you are asked again.</source>
        <translation>이 파일에 대한 답만 기억합니다. 내용이 바뀌면 다시 묻습니다.</translation>
    </message>
</context>
<context>
    <name>fe::widgets::MessageBanner</name>
    <message>
        <source>Details</source>
        <translation>자세히</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Dismiss this message</source>
        <translation>이 알림 닫기</translation>
    </message>
    <message>
        <source>Details of the message</source>
        <translation>알림의 자세한 내용</translation>
    </message>
</context>
<context>
    <name>fe::widgets::ProbabilityLegend</name>
    <message>
        <source>probability</source>
        <translation>확률</translation>
    </message>
    <message>
        <source>Background of a token: the probability that the model gave it, from 0 (orange) to 1 (blue)</source>
        <translation>토큰의 배경색: 모델이 매긴 확률, 0(주황)에서 1(파랑)까지</translation>
    </message>
    <message>
        <source>Colour scale: probability from 0, orange, to 1, blue</source>
        <translation>색 눈금: 확률 0(주황)에서 1(파랑)까지</translation>
    </message>
</context>
<context>
    <name>fe::widgets::TokenView</name>
    <message>
        <source>Copy all</source>
        <translation>모두 복사</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>모두 선택</translation>
    </message>
</context>
<context>
    <name>fe::workspace::ModelCatalog</name>
    <message>
        <source>Looking for models</source>
        <translation>모델 찾는 중</translation>
    </message>
</context>
<context>
    <name>fe::workspace::Workspace</name>
    <message>
        <source>Setting the number of threads</source>
        <translation>스레드 수 바꾸는 중</translation>
    </message>
</context>
</TS>
