package simulate

import (
	"fmt"
	"strings"
)

// nameGroup holds given and family names that go together, each with its
// letters folded for a login where they are not ASCII.
type nameGroup struct {
	countries     string // where most people have such names
	given, family []string
}

func names(countries, given, family string) nameGroup {
	return nameGroup{countries, strings.Fields(given), strings.Fields(family)}
}

var nameGroups = []nameGroup{
	names("Germany",
		`Anna Jonas Lena Felix Marie Paul Clara Lukas Sophie Tobias Greta Henrik Ida Moritz Johanna Niklas Jurgen=Jürgen Elif`,
		`Albrecht Brandt Claussen Dietrich Ebert Friedrichs Grothe Hansen Iversen Jansen Krause Lorenzen Martens Neumann
		Oldenburg Petersen Reimers Schroeder=Schröder Thiessen Vogt Wulff Zimmermann Mueller=Müller Boehm=Böhm Yilmaz=Yılmaz`),
	names("Ireland",
		`Aoife Conor Niamh Cian Siobhan=Siobhán Declan Orla Eoin Maeve Fionn Roisin=Róisín Padraig`,
		`Byrne Doyle Fitzgerald Gallagher Kavanagh Keane Lynch Maguire Nolan Quinn Redmond Sheehan Walsh OShea=O’Shea`),
	names("United States,Canada,Australia",
		`Olivia Marcus Grace Daniel Hannah Ethan Naomi Caleb Julia Nathan Rachel Simon Alice Victor Megan Owen Zoe=Zoë`,
		`Abbott Barlow Chandler Daniels Emerson Fletcher Garrison Holloway Ingram Jennings Keller Langley Mercer Norwood
		Osborne Prescott Radcliffe Sawyer Thornton Underwood Vaughn Whitaker Yates`),
	names("India",
		`Priya Arjun Kavya Rohan Ananya Vikram Meera Aditya`,
		`Banerjee Chaudhary Desai Iyer Kulkarni Menon Nair Rao Subramanian`),
	names("Singapore",
		`Mei Wei Hana Kenji Yuki Linh Jun`,
		`Chen Huang Lin Nguyen=Nguyễn Tanaka Watanabe Tan Lim`),
	names("France",
		`Camille Hugo Chloe=Chloé Mathis Noemi=Noémi Rene=René Manon Lucie`,
		`Bernard Dubois Fournier Garnier Lefevre=Lefèvre Moreau Chevalier`),
	names("Portugal,Brazil",
		`Ines=Inês Tiago Beatriz Rui Rafael Luiza Joao=João Thiago`,
		`Almeida Carvalho Ferreira Goncalves=Gonçalves Magalhaes=Magalhães Araujo=Araújo Barbosa`),
	names("Poland",
		`Agnieszka Pawel=Paweł Zofia Marek Katarzyna Tomasz`,
		`Kowalczyk Nowak Wisniewski=Wiśniewski Zielinska=Zielińska Dabrowski=Dąbrowski`),
	names("Denmark",
		`Freja Mikkel Soren=Søren Astrid Bjorn=Bjørn Signe`,
		`Jorgensen=Jørgensen Kjaer=Kjær Lund Vestergaard Holm`),
	names("",
		`Amara Kofi Zainab Tunde Leila Omar Yasmin Jose=José`,
		`Okafor Mensah Diallo Haddad Rahman Castillo`),
}

var nicknames = []string{"Kit", "Max", "Sam", "Bo", "Robin"}

// card is a given name of one group and a family name of one group.
type card struct{ givenGroup, given, familyGroup, family int }

// nameDeck deals every pair of names at most once a round: those of a country
// to its people first, then mixed pairs.
type nameDeck struct {
	own   [][]card // of each group
	mixed []card
	next  int // in mixed
	round int
}

func newNames(r *roll) *nameDeck {
	d := &nameDeck{own: make([][]card, len(nameGroups))}
	for a := range nameGroups {
		for b := range nameGroups {
			for i := range nameGroups[a].given {
				for j := range nameGroups[b].family {
					if c := (card{a, i, b, j}); a == b {
						d.own[a] = append(d.own[a], c)
					} else {
						d.mixed = append(d.mixed, c)
					}
				}
			}
		}
	}
	for _, own := range d.own {
		r.Shuffle(len(own), func(i, j int) { own[i], own[j] = own[j], own[i] })
	}
	r.Shuffle(len(d.mixed), func(i, j int) { d.mixed[i], d.mixed[j] = d.mixed[j], d.mixed[i] })
	return d
}

// deal returns the login and display name of the next person in a country.
// Some directories write "Last, First", and a few people put a nickname in
// quotes.
func (d *nameDeck) deal(r *roll, country string) (login, display string) {
	group := len(nameGroups) - 1
	for i := range nameGroups {
		if r := nameGroups[i].countries; r != "" && strings.Contains(r, country) {
			group = i
		}
	}
	var c card
	round := 0
	if own := d.own[group]; len(own) > 0 && r.chance(0.85) {
		c, d.own[group] = own[0], own[1:]
	} else {
		c, round = d.mixed[d.next], d.round
		if d.next++; d.next == len(d.mixed) {
			d.next, d.round = 0, d.round+1
		}
	}
	first, firstName := spelling(nameGroups[c.givenGroup].given[c.given])
	last, lastName := spelling(nameGroups[c.familyGroup].family[c.family])
	login = first + "." + last
	if round > 0 {
		login = fmt.Sprintf("%s%d", login, round+1)
	}
	switch x := r.Float64(); {
	case x < 0.12:
		return login, lastName + ", " + firstName
	case x < 0.13:
		return login, fmt.Sprintf("%s %q %s", firstName, pick(r, nicknames), lastName)
	}
	return login, firstName + " " + lastName
}

// spelling splits a name into what a login holds and what is displayed.
func spelling(name string) (login, display string) {
	login, display, found := strings.Cut(name, "=")
	if !found {
		display = login
	}
	return strings.ToLower(login), display
}
