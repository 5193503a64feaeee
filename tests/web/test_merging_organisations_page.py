"""The page that makes one organisation of two: nothing is chosen beforehand, and bad choices change nothing."""

from consult.core.database import db
from consult.people.models import Organisation
from tests.factories import make_network, make_organisation, make_person
from tests.page import PageClient


def test_merging_two_organisations_takes_a_choice_of_ones_own(client: PageClient) -> None:
    make_network()
    double, right = make_organisation(name="Well Watchers"), make_organisation(name="Watchers of Wells")
    client.sign_in(make_person("secretariat"), is_strong=True)
    path = f"/en/network/organisations/{double.public_id}/merge"
    page = client.get(path).text
    assert 'required><option value="">Choose …' in page
    assert f'value="{right.public_id}"' in page
    assert f'<option value="{double.public_id}"' not in page
    for chosen, words in (
        ("", "Please fill this in."),
        (double.public_id, "error-summary"),
        ("nobody", "error-summary"),
    ):
        answer = client.post(path, data={"into": chosen})
        assert (answer.status_code, words in answer.text) == (422, True), chosen
    assert db.session.query(Organisation).count() == 2
    answer = client.post(path, data={"into": right.public_id})
    assert answer.location.endswith(f"/en/network/organisations/{right.public_id}")
    assert "They are one now." in client.get(answer.location).text
    assert client.get(path).status_code in (301, 302, 303, 404)
