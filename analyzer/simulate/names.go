package simulate

import "strings"

// given and family names, each with its letters folded for a login where they
// are not ASCII.
var givenNames = strings.Fields(`
	Anna Jonas Lena Felix Marie Paul Clara Lukas Sophie Tobias Greta Henrik Ida Moritz Johanna Niklas
	Aoife Conor Niamh Cian Siobhan Declan Orla Eoin Maeve Fionn Roisin Padraig
	Olivia Marcus Grace Daniel Hannah Ethan Naomi Caleb Julia Nathan Rachel Simon Alice Victor Megan Owen
	Priya Arjun Kavya Rohan Ananya Vikram Mei Wei Hana Kenji Yuki Linh
	Camille Hugo Chloe=Chloé Mathis Ines=Inês Tiago Beatriz Rui Agnieszka Pawel=Paweł Zofia Marek
	Freja Mikkel Soren=Søren Astrid Rafael Luiza Joao=João Thiago Amara Kofi Zainab Tunde Leila Omar Yasmin Elif
	Zoe=Zoë Noemi=Noémi Jurgen=Jürgen Bjorn=Björn Jose=José Rene=René`)

var familyNames = strings.Fields(`
	Albrecht Brandt Claussen Dietrich Ebert Friedrichs Grothe Hansen Iversen Jansen Krause Lorenzen Martens Neumann
	Oldenburg Petersen Reimers Schroeder=Schröder Thiessen Vogt Wulff Zimmermann Mueller=Müller Boehm=Böhm
	Byrne Doyle Fitzgerald Gallagher Kavanagh Keane Lynch Maguire Nolan Quinn Redmond Sheehan Walsh OShea=O’Shea
	Abbott Barlow Chandler Daniels Emerson Fletcher Garrison Holloway Ingram Jennings Keller Langley Mercer Norwood
	Osborne Prescott Radcliffe Sawyer Thornton Underwood Vaughn Whitaker Yates
	Banerjee Chaudhary Desai Iyer Kulkarni Menon Nair Rao Subramanian Chen Huang Lin Nguyen Tanaka Watanabe Tan
	Bernard Dubois Fournier Garnier Lefevre=Lefèvre Moreau Almeida Carvalho Ferreira Goncalves=Gonçalves Magalhaes=Magalhães
	Kowalczyk Nowak Wisniewski=Wiśniewski Zielinska=Zielińska Jorgensen=Jørgensen Kjaer=Kjær Lund Vestergaard
	Araujo=Araújo Barbosa Okafor Mensah Diallo Haddad Rahman Yilmaz=Yılmaz`)

var nicknames = []string{"Kit", "Max", "Sam", "Bo", "Robin"}

// spelling splits a name into what a login holds and what is displayed.
func spelling(name string) (login, display string) {
	login, display, found := strings.Cut(name, "=")
	if !found {
		display = login
	}
	return strings.ToLower(login), display
}
