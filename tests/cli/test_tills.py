"""A second counter by command: its code, its own numbers."""


def test_a_second_till_gets_the_next_code_and_numbers_of_its_own(stocked):
    assert stocked("tills", "add", "--name", "Medicines", "--json").json == {"till": "A2", "name": "Medicines"}
    assert "shoppos --till C7" in stocked("tills", "add", "c7").out
    assert stocked("tills", "add", "--json").json["till"] == "A3"
    assert [one["till"] for one in stocked("tills", "list", "--json").json] == ["A1", "A2", "A3", "C7"]
    assert "Medicines" in stocked("tills", "list").out
    first = stocked("sell", "1001", "--pay", "cash", "--json").json["number"]
    second = stocked("--till", "A2", "sell", "1001", "--pay", "cash", "--json").json["number"]
    assert (first[:3], second[:3]) == ("A1/", "A2/")
    assert first[-6:] == second[-6:] == "000001"
    assert stocked("verify").code == 0


def test_a_code_that_is_taken_or_cannot_begin_a_number_is_refused(stocked):
    assert "There is a till A1 already" in stocked("tills", "add", "a1").err
    assert "cannot be a till's code" in stocked("tills", "add", "A/1").err
    assert [one["till"] for one in stocked("tills", "list", "--json").json] == ["A1"]
