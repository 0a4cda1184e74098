package main

func main() { println("engine") }
