"""Which language a text is in, measured on sentences that `languages.txt` does not have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.languages import SAMPLES, language, languages

#: Written for this test, apart from the laws (public domain) and the declaration of human rights.
HELD_OUT = {
    "id": """
Perlindungan sementara diberikan paling lama tujuh hari sejak korban diterima atau ditangani.
Setiap anak berhak untuk hidup, tumbuh, berkembang, dan berpartisipasi secara wajar sesuai dengan harkatnya.
Penyidik wajib memberitahukan perkembangan perkara kepada pelapor dan keluarganya secara tertulis.
Harga beras naik dua kali lipat sejak banjir menutup jalan raya menuju pasar induk.
Ia menutup pintu pelan-pelan supaya adiknya tidak terbangun dan bertanya ke mana ia pergi.
Peserta pelatihan berasal dari sebelas kabupaten, sebagian besar guru dan bidan desa.
Ketentuan lebih lanjut diatur dengan peraturan menteri yang ditetapkan paling lambat satu tahun.
Kami berterima kasih kepada para pembaca yang telah mengirimkan surat dan koreksi.
Buruh pabrik itu menuntut cuti melahirkan dan ruang menyusui yang layak.
Gambar di bawah ini menunjukkan jumlah kunjungan setiap bulan selama dua tahun.
Nelayan perempuan jarang disebut dalam statistik, padahal merekalah yang menjual ikan.
Menurut keterangan saksi, terdakwa datang ke rumah itu sekitar pukul sembilan malam.
""",
    "en": """
All human beings are born free and equal in dignity and rights.
The midwife wrote down what she saw and kept the notebook in a locked drawer.
No one shall be subjected to torture or to cruel, inhuman or degrading treatment or punishment.
Prices of rice had doubled since the flood closed the main road to the market.
She closed the door slowly so that her brother would not wake up and ask where she was going.
Further provisions shall be laid down in a regulation to be issued within one year.
We are grateful to our readers, who have sent us letters and corrections over the years.
Fishing women are seldom counted, although it is they who sell the catch.
The table below shows how many visits were made each month during two years.
Workers at the mill asked for maternity leave and a decent room for nursing.
According to the witness, the defendant came to the house at about nine in the evening.
Most of the participants were teachers from small schools in the hills.
""",
    "su": """
Sadaya jalma gubrag ka alam dunya téh sipatna merdika jeung boga martabat katut hak anu sarua.
Bidan téh nyatetkeun naon anu katénjo ku manéhna, bukuna disimpen dina lomari anu dikonci.
Harga béas naék dua kali lipet ti saprak caah nutup jalan gedé ka pasar.
Pantona ditutup lalaunan supaya adina teu hudang jeung teu nanya rék ka mana.
Nu milu latihan téh asalna ti sawelas kabupatén, lolobana guru jeung bidan désa.
Pamayang awéwé tara diitung, padahal maranéhna anu ngajual laukna.
Numutkeun saksi, terdakwa téh dongkap ka bumi éta kinten-kinten tabuh salapan wengi.
Hatur nuhun ka para pamaca anu parantos ngintunkeun serat sareng koréksi.
Buruh pabrik ménta peré ngalahirkeun jeung kamar pikeun nyusuan anu merenah.
Wengi ieu bulan caang, barudak arulin di buruan bari kakawihan.
Ema mah geus kolot, teu kuat leumpang jauh ka puncak pasir.
Tabel di handap nuduhkeun sabaraha kali kunjungan unggal bulan salila dua taun.
""",
    "jv": """
Saben uwong kalairake kanthi mardika lan darbe martabat lan hak-hak kang padha.
Bidhan kuwi nyathet apa sing dideleng, bukune disimpen ing lemari sing dikunci.
Rega beras mundhak tikel loro wiwit banjir nutup dalan gedhe menyang pasar.
Lawange ditutup alon-alon supaya adhine ora tangi lan takon arep menyang ngendi.
Sing melu pelatihan asale saka sewelas kabupaten, akeh-akehe guru lan bidhan desa.
Nelayan wadon arang diitung, kamangka dheweke sing adol iwake.
Miturut seksi, terdakwa dhateng ing griya punika kinten-kinten jam sanga dalu.
Matur nuwun dhumateng para maos ingkang sampun ngintunaken serat saha leresan.
Buruh pabrik njaluk prei nglairake lan kamar nusoni sing pantes.
Bengi iki mbulane padhang, bocah-bocah dolanan ing plataran karo tetembangan.
Simbok wis tuwa, ora kuwat mlaku adoh nganti pucuk gunung.
Tabel ing ngisor iki nuduhake kaping pira tilikan saben sasi suwene rong taun.
""",
    "other": """
Alle mensen worden vrij en gelijk in waardigheid en rechten geboren en zijn begaafd met verstand en geweten.
De prijs van de rijst was verdubbeld sinds de overstroming den grooten weg naar de markt had afgesloten.
Alle Menschen sind frei und gleich an Würde und Rechten geboren und sollen einander brüderlich begegnen.
Tous les êtres humains naissent libres et égaux en dignité et en droits et doivent agir fraternellement.
Todos los seres humanos nacen libres e iguales en dignidad y derechos y deben comportarse fraternalmente.
""",
}
SENTENCES = [(name, sentence) for name, text in HELD_OUT.items() for sentence in text.strip().splitlines()]


def test_none_of_these_sentences_was_learnt():
    learnt = SAMPLES.read_text(encoding="utf-8")
    assert not [sentence for _, sentence in SENTENCES if sentence in learnt]


def test_single_sentences_are_told_apart_and_hardly_ever_wrongly():
    guesses = [(name, language(sentence).language) for name, sentence in SENTENCES]
    wrong = [pair for pair in guesses if pair[1] not in (pair[0], "")]
    right = [pair for pair in guesses if pair[1] == pair[0]]
    assert len(wrong) <= len(guesses) * 0.02
    assert len(right) >= len(guesses) * 0.95


@pytest.mark.parametrize("name", HELD_OUT)
def test_a_page_of_each_language_is_told_beyond_doubt(name):
    guess = language(HELD_OUT[name])
    assert guess.language == name
    assert guess.confidence > 0.99


def test_case_does_not_matter():
    assert language(HELD_OUT["su"].upper()).language == "su"


@pytest.mark.parametrize(
    "text", ["", "12 34 56", "- 3 -", "Pasal 5", "UU KDRT", "Co-61 Bq 10 Co-62m Bq 106 Ni-65 Bq"]
)
def test_about_too_little_nothing_is_said(text):
    assert language(text).language == ""


def test_names_alone_leave_it_doubtful_or_say_so():
    assert language("Sulastri, Neneng, Maesaroh").confidence < 0.99


def test_other_letters_are_another_language():
    assert language("الحمد لله رب العالمين والصلاة والسلام على أشرف الأنبياء والمرسلين").language == "other"
    assert language("Все люди рождаются свободными и равными в своем достоинстве").language == "other"


def test_a_word_that_is_repeated_on_a_whole_page_does_not_decide_it():
    page = HELD_OUT["id"] + "\n".join(["Sim kuring"] * 60)
    assert language(page).language == "id"


def test_a_file_has_a_main_language_and_its_shares():
    found = languages([HELD_OUT["id"], HELD_OUT["id"], HELD_OUT["su"], "- 4 -", ""])
    assert found.main == "id"
    assert found.spoken == ("id", "su")
    assert dict(found.shares)["su"] == pytest.approx(0.3, abs=0.06)
    assert found.confidence > 0.6


def test_one_page_in_another_language_among_many_is_not_worth_naming():
    assert languages([HELD_OUT["id"]] * 12 + [HELD_OUT["en"]]).spoken == ("id",)


def test_of_a_file_without_text_nothing_is_said():
    found = languages(["", "12", "\x00"])
    assert (found.main, found.confidence, found.spoken) == ("", 0.0, ())


@given(st.text(max_size=200))
def test_whatever_comes_the_guess_is_one_of_ours(text):
    guess = language(text)
    assert guess.language in ("id", "en", "su", "jv", "other", "")
    assert 0 <= guess.confidence <= 1
