"""Which points of Conv2D_3 tell a 4 from a 9: single ones, few of them, or their combination.

Source: parts V and VI of the series, which looked at three images of each class; here all test
images are asked. Everything but the rule of the marks is our choice.
"""
