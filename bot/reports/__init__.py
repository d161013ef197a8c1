"""What an owner keeps: pictures, the PDF report, the calendar file.

Functions of data to bytes: they read no database, write no file and look at no clock. Import the module that is
needed where it is needed (`bot.reports.radar`, …): matplotlib and fpdf2 cost half a second and belong to no start-up.
"""
