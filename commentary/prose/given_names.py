"""Given names that are common in the United Kingdom, but for those of months: data, and nothing else."""

_GIVEN_NAMES = """
    Aaliyah Aaron Abdul Abdullah Abigail Abu Adam Adele Adeola Adrian Agnieszka Ahmed Aidan Aisha Ajay Alan Alana
    Albert Alejandro Aleksandra Alex Alexander Alexandra Alfie Alfred Ali Alice Alicia Alina Alison Amanda Amara
    Amber Amelia Amina Amir Amit Amy Ana Anas Andrea Andrei Andrew Angela Anita Anjali Ann Anna Anne Annette Annie
    Anthony Antonio Archie Arjun Arthur Arun Asha Ashley Asif Audrey Austin Ava Ayaan Ayesha Ayo Barbara Beatrice Ben
    Benjamin Bernard Bethany Beverley Bilal Blessing Bradley Brandon Brenda Brian Bridget Caitlin Callum Cameron Carl
    Carla Carol Caroline Carolyn Catherine Cathy Cerys Charles Charlie Charlotte Chelsea Cheryl Chidi Chloe Chris
    Christian Christina Christine Christopher Claire Clare Clive Colin Connor Conor Courtney Craig Cynthia Daisy
    Damian Daniel Daniela Danielle Danny Darren David Dawn Dean Deborah Debra Declan Deepak Denise Dennis Derek Diana
    Diane Dmitri Dominic Donald Donna Dorothy Duncan Dylan Ebony Eddie Edward Eileen Elaine Eleanor Elena Elijah
    Elizabeth Ella Ellen Ellie Elsie Emily Emma Emmanuel Eric Erin Esme Esther Ethan Eva Evan Evelyn Evie Ewa Ezra
    Faisal Farah Farhan Fatima Fatma Femi Finley Fiona Folasade Frances Francesca Francis Frank Freddie Freya Gabriel
    Gareth Gary Gavin Gemma George Georgia Georgina Gerald Geraldine Gillian Giulia Glenn Gloria Gordon Grace Graeme
    Graham Grzegorz Gurpreet Habib Hamza Hannah Haroon Harriet Harry Harvey Hassan Hayley Heather Heidi Helen Henry
    Hilary Holly Howard Hugh Hugo Hussain Ian Ibrahim Ifeoma Imogen Imran Irene Isaac Isabel Isabella Isabelle Isla
    Ismail Ivan Ivy Jack Jackie Jacob Jacqueline Jade Jaden Jake Jamal James Jamie Jane Janet Janice Jasmin Jasmine
    Jason Jayden Jean Jeffrey Jemma Jennifer Jenny Jeremy Jerome Jessica Jill Joan Joanna Joanne Joe Joel John Johnny
    Jonathan Jordan Jose Joseph Josephine Joshua Joyce Juan Judith Julia Julian Julie Justin Kai Kareem Karen Karl
    Katarzyna Kate Katherine Kathleen Kathryn Katie Kayla Keith Kelly Kelvin Kenneth Kerry Kevin Khadija Khalid
    Kieran Kim Kimberley Kirsty Krishna Krzysztof Kwame Kyle Lara Laura Lauren Lawrence Layla Leah Lee Leo Leon
    Leonard Leroy Lesley Lewis Liam Lily Linda Lisa Logan Lorraine Louis Louise Luca Lucas Lucy Luke Lydia Lynn Lynne
    Mackenzie Maddison Madison Magdalena Maisie Malcolm Malik Marcin Marcus Margaret Maria Mariam Marie Marilyn Mario
    Marion Mark Marlon Martin Martyn Mary Maryam Mason Mateusz Matilda Matthew Maureen Max Maya Megan Melanie Melissa
    Mia Michael Michal Michelle Miguel Millie Mo Mohamed Mohammad Mohammed Molly Monica Muhammad Musa Mustafa Nadia
    Naomi Natalia Natalie Natasha Nathan Nathaniel Neil Nia Nicholas Nicola Nicole Nigel Nikita Nina Noah Noor Norma
    Norman Oliver Olivia Olu Oluwaseun Omar Oscar Owen Paige Pamela Patience Patricia Patrick Paul Paula Pauline
    Pawel Penelope Peter Philip Phillip Phoebe Piotr Poppy Priya Rachel Rahul Raj Ralph Raymond Rebecca Reece
    Reginald Rhys Riaz Ricardo Richard Riley Rita Robert Roberto Robin Robyn Roger Ronald Rory Rosemary Rosie Ross
    Roy Ruby Russell Ruth Ryan Sabrina Sadia Saeed Safiya Saira Sally Salma Sam Samantha Samir Samuel Sandra Sanjay
    Sara Sarah Scarlett Scott Sean Sebastian Selina Shane Shannon Sharon Shaun Sheila Shelley Shirley Sian Sienna
    Simon Simone Skye Sophia Sophie Stacey Stanley Stefan Stella Stephanie Stephen Steve Steven Stewart Stuart Sunil
    Susan Suzanne Sylvia Szymon Tahir Tamara Tanya Tara Tariq Taylor Terence Teresa Terry Theo Theodore Theresa
    Thomas Tia Tiffany Timothy Toby Tom Tomasz Toni Tony Tracey Tracy Trevor Tunde Tyler Tyrone Umar Usman Valerie
    Vanessa Vera Veronica Vicky Victor Victoria Vijay Vincent Violet Vivian Vivienne Wayne Wendy William Xavier
    Yasmin Yusuf Yvonne Zachary Zahra Zain Zainab Zara Zoe Zofia
"""
GIVEN_NAMES = tuple(_GIVEN_NAMES.split())
